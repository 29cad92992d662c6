/** The actions on text are simple enough to be done for real. */

export interface NamedText {
  readonly name: string | null
  readonly text: string
}

type Params = Readonly<Record<string, unknown>>

export type TextWork =
  | { readonly outcome: 'done'; readonly texts: readonly string[] }
  /** A member of params asks for more than is sensible. */
  | { readonly outcome: 'too_much'; readonly param: string; readonly reason: string }

/** Far more than a text node holds; keeps a short request from making gigabytes. */
const RESULT_MAX = 2_000_000
/** A search costs this times the length of the text. */
const FIND_MAX = 1_000

/** What an action makes of texts, with every param given; null for an action that is not about text. */
export function textWork(actionId: string, params: Params, inputs: readonly NamedText[]): TextWork | null {
  const text = inputs[0]?.text ?? ''
  switch (actionId) {
    case 'split-text-browser':
      return done(splitText(text, params))
    case 'find-and-replace-text-browser':
      return replaceText(text, params)
    case 'concat-text-browser':
      return concatTexts(inputs, params)
    default:
      return null
  }
}

const done = (texts: readonly string[]): TextWork => ({ outcome: 'done', texts })
const tooLong = (param: string): TextWork => ({
  outcome: 'too_much',
  param,
  reason: `The result would be longer than ${RESULT_MAX} characters`,
})

function splitText(text: string, params: Params): string[] {
  const parts = cut(text.replaceAll('\r\n', '\n'), params)
  const trimmed = params['trim_parts'] === true ? parts.map((part) => part.trim()) : parts
  const kept = params['skip_empty'] === true ? trimmed.filter((part) => part.trim() !== '') : trimmed
  return kept.slice(0, whole(params['max_parts']))
}

function cut(text: string, params: Params): string[] {
  switch (params['split_mode']) {
    case 'paragraph':
      return text.split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    case 'lines':
      return chunks(text.split('\n'), whole(params['lines_per_part'])).map((lines) => lines.join('\n'))
    case 'bullets':
      return bullets(text)
    case 'charCount':
      return chunks(Array.from(text), whole(params['chars_per_part'])).map((chars) => chars.join(''))
    default: {
      const separator = string(params['separator'])
      return separator === '' ? [text] : text.split(separator)
    }
  }
}

/** Each item with the lines that belong to it, without its mark; what comes before the first is a part of its own. */
function bullets(text: string): string[] {
  const parts: string[][] = [[]]
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:[-*+•‣–]|\d{1,9}[.)])\s+/.exec(line)?.[0]
    if (mark === undefined) parts.at(-1)?.push(line)
    else parts.push([line.slice(mark.length)])
  }
  const [before = [], ...items] = parts
  return (before.join('').trim() === '' ? items : parts).map((lines) => lines.join('\n'))
}

function replaceText(text: string, params: Params): TextWork {
  const [find, replace] = [string(params['find']), string(params['replace'])]
  if (find === '') return done([text])
  if (find.length > FIND_MAX) {
    return { outcome: 'too_much', param: 'find', reason: `At most ${FIND_MAX} characters` }
  }
  const literal = find.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const word = String.raw`[\p{L}\p{N}_]`
  const source = params['whole_word'] === true ? `(?<!${word})${literal}(?!${word})` : literal
  const flags = (params['replace_all'] === true ? 'gu' : 'u') + (params['case_sensitive'] === true ? '' : 'i')
  const pattern = new RegExp(source, flags)
  const matches = text.match(pattern)?.length ?? 0
  if (text.length + matches * replace.length > RESULT_MAX) return tooLong('replace')
  return done([text.replace(pattern, () => replace)])
}

function concatTexts(inputs: readonly NamedText[], params: Params): TextWork {
  const [prefix, suffix, separator] = [params['prefix'], params['suffix'], params['separator']].map(string)
  const named = inputs.map(({ name, text }, index) => ({
    name: name ?? `Input ${index + 1}`,
    text: params['trim_parts'] === true ? text.trim() : text,
  }))
  const kept = params['skip_empty'] === true ? named.filter(({ text }) => text.trim() !== '') : named
  const bodies = kept.map(({ name, text }) => (params['add_headers'] === true ? `${name}\n${text}` : text))
  const each = params['wrap_each_part'] === true
  const around = [prefix, suffix, separator].join('').length
  const length = bodies.reduce((sum, body) => sum + body.length + around, around)
  if (length > RESULT_MAX) return tooLong('separator')
  const wrap = (body: string) => `${prefix}${body}${suffix}`
  const joined = (each ? bodies.map(wrap) : bodies).join(separator)
  return done([each ? joined : wrap(joined)])
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

const string = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A number of things, which is at least one. */
const whole = (value: unknown): number => (typeof value === 'number' && value >= 1 ? Math.floor(value) : 1)
