import { ApiError, validationError } from '../kernel/errors.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

const tableOf = (...codes: number[]): Uint8Array => {
  const table = new Uint8Array(256)
  for (const code of codes) table[code] = 1
  return table
}
/** 1 for white space. */
const IS_SPACE = tableOf(0x20, 0x09, 0x0a, 0x0d)
/** 1 for characters that begin, end or separate values. */
const IS_STRUCTURAL = tableOf(QUOTE, COMMA, OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE)

/**
 * Walks a JSON document value by value, so that a large one can be parsed in parts and between other requests. It finds
 * where values end without parsing or decoding them.
 */
export class JsonScanner {
  readonly #bytes: Buffer
  readonly #valuesMax
  #at: number

  /**
   * @param valuesMax values within a value that is read or skipped, since parsing a value cannot be interrupted
   * @param at index of the value to begin with
   */
  constructor(bytes: Buffer, valuesMax: number, at = 0) {
    this.#bytes = bytes
    this.#valuesMax = valuesMax
    this.#at = at
  }

  /** Index of the first byte that was not read. */
  get at(): number {
    return this.#at
  }

  /** Returns the first character of the next value, or an empty string at the end of the document. */
  peek(): string {
    const code = this.#next()
    return code === undefined ? '' : String.fromCharCode(code)
  }

  /**
   * Yields the keys of the next value, an object. Read or skip the value of each key before asking for the next.
   *
   * @throws ApiError 400 `invalid_json`
   */
  *members(): Generator<string> {
    for (const _ of this.#items(OPENING_BRACE, CLOSING_BRACE)) {
      if (this.#next() !== QUOTE) throw invalidJson()
      const key = parse(this.read())
      this.#expect(COLON)
      yield String(key)
    }
  }

  /**
   * Yields the positions of the elements of the next value, an array. Read or skip each element before asking for the next.
   *
   * @throws ApiError 400 `invalid_json`
   */
  *elements(): Generator<number> {
    let index = 0
    for (const _ of this.#items(OPENING_BRACKET, CLOSING_BRACKET)) {
      yield index
      index += 1
    }
  }

  /**
   * Returns the text of the next value.
   *
   * @throws ApiError 400 when it does not end, or holds too many values
   */
  read(): string {
    this.#next()
    const start = this.#at
    this.skip()
    return this.#bytes.toString('utf8', start, this.#at)
  }

  /**
   * Moves behind the next value.
   *
   * @throws ApiError 400 when it does not end, or holds too many values
   */
  skip(): void {
    const first = this.#next()
    if (first === OPENING_BRACE || first === OPENING_BRACKET) this.#skipNested()
    else if (first === QUOTE) this.#at = this.#endOfString(this.#at) + 1
    else this.#skipLiteral()
  }

  /** @throws ApiError 400 `invalid_json` unless only white space is left */
  end(): void {
    if (this.#next() !== undefined) throw invalidJson()
  }

  *#items(opening: number, closing: number): Generator<undefined> {
    this.#expect(opening)
    if (this.#next() !== closing) {
      yield
      while (this.#next() !== closing) {
        this.#expect(COMMA)
        yield
      }
    }
    this.#expect(closing)
  }

  /** Moves to the next value, and returns its first byte. */
  #next(): number | undefined {
    const bytes = this.#bytes
    let at = this.#at
    while (IS_SPACE[bytes[at] ?? 0] === 1) at += 1
    this.#at = at
    return bytes[at]
  }

  #expect(code: number): void {
    if (this.#next() !== code) throw invalidJson()
    this.#at += 1
  }

  /** Skips a number, `true`, `false` or `null`. */
  #skipLiteral(): void {
    const start = this.#at
    for (let code = this.#bytes[this.#at]; isOfLiteral(code); code = this.#bytes[this.#at]) this.#at += 1
    if (this.#at === start) throw invalidJson()
  }

  #skipNested(): void {
    const bytes = this.#bytes
    let [depth, values] = [0, 0]
    for (let at = this.#at; at < bytes.length; at += 1) {
      const code = bytes[at] ?? 0
      if (IS_STRUCTURAL[code] === 0) continue
      if (code === QUOTE) at = this.#endOfString(at)
      else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1
      else {
        // Commas and opening brackets together are about as many as the values.
        values += 1
        if (values > this.#valuesMax) throw this.#tooManyValues()
        if (code !== COMMA) depth += 1
      }
      if (depth > 0) continue
      this.#at = at + 1
      return
    }
    throw invalidJson()
  }

  #tooManyValues(): ApiError {
    const message = `The value at byte ${this.#at} holds more than ${this.#valuesMax} values`
    return validationError([{ field: 'body', message }])
  }

  /** Returns the index of the quote that ends the string which begins at `start`. */
  #endOfString(start: number): number {
    const bytes = this.#bytes
    for (let at = bytes.indexOf(QUOTE, start + 1); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
      let escapes = at
      while (bytes[escapes - 1] === BACKSLASH) escapes -= 1
      // A quote behind an odd number of backslashes is escaped.
      if ((at - escapes) % 2 === 0) return at
    }
    throw invalidJson()
  }
}

/** True for letters, digits, signs and the point. */
const isOfLiteral = (code: number | undefined): boolean =>
  code !== undefined && /[\w.+-]/.test(String.fromCharCode(code))

/** @throws ApiError 400 `invalid_json` */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw invalidJson()
  }
}

const invalidJson = (): ApiError => new ApiError('invalid_json', 'Request body is not valid JSON.')
