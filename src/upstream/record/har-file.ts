import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { Entry } from 'har-format'
import { checkWritable, writeWhole } from '../../config/write-file.ts'
import { harLog } from '../../http/har.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { createCompiler } from '../../kernel/validation.ts'
import { RECORDING_MEMBER, RECORDING_VERSION, Recording } from '../../schemas/recording.ts'
import { isRecord } from '../json.ts'
import type { Fact } from './facts.ts'

/** Entries beyond are measured, but not kept. */
const ENTRIES_BYTES_MAX = 64 * 1024 * 1024
const FILE_BYTES_MAX = 256 * 1024 * 1024
/** Prompts and URLs of an account concern nobody else. */
const MODE = 0o600

const validate = createCompiler({ coerce: false, closed: false, publicCallbacks: false, schemas: [] })(
  Recording,
)

/** What a session adds for one exchange. */
interface Line {
  readonly entry: Entry
  readonly facts: readonly Fact[]
}

/**
 * The HAR of a recording. Each exchange is appended to a file beside it at once, so that a crash loses none. `finish`
 * writes the HAR whole and removes that file; after a crash the next session takes it up.
 */
export class HarFile {
  readonly #file
  readonly #partial
  /** Entries as JSON. */
  readonly #entries: string[] = []
  #bytes = 0
  #dropped = 0
  #isAppending = true

  /** What an earlier session measured; null for a new file. */
  readonly earlier: Recording | null
  /** Facts of a session that was killed. */
  readonly recovered: readonly Fact[]

  /** @throws {StartError} exit code 4, when the file is no recording of this version, or its folder is missing */
  constructor(file: string) {
    this.#file = file
    this.#partial = `${file}.partial`
    this.#checkFolder()
    this.earlier = existsSync(file) ? this.#readEarlier() : null
    this.recovered = existsSync(this.#partial) ? this.#recover() : []
  }

  /** Fails before the account's money is spent. */
  #checkFolder(): void {
    try {
      checkWritable(this.#file)
    } catch (error) {
      throw new StartError(4, `--out ${this.#file}: ${reasonOf(error)}`, { cause: error })
    }
  }

  get count(): number {
    return this.#entries.length
  }

  /** Exchanges that were left out because the file would grow too large. */
  get dropped(): number {
    return this.#dropped
  }

  /**
   * Keeps an exchange.
   *
   * @returns why it is in memory alone, the first time that it cannot be written; else null
   */
  add(line: Line): string | null {
    this.#keep(JSON.stringify(line.entry))
    if (!this.#isAppending) return null
    try {
      appendFileSync(this.#partial, `${JSON.stringify(line)}\n`, { mode: MODE })
      return null
    } catch (error) {
      this.#isAppending = false
      return reasonOf(error)
    }
  }

  /** @throws {StartError} exit code 4, when the file cannot be written; the exchanges then stay in the file beside it */
  finish(recording: Recording): void {
    try {
      writeWhole(this.#file, harLog(this.#entries, { [RECORDING_MEMBER]: recording }), { mode: MODE })
    } catch (error) {
      throw new StartError(
        4,
        `--out ${this.#file}: ${reasonOf(error)}; what was recorded is in ${this.#partial}`,
        {
          cause: error,
        },
      )
    }
    rmSync(this.#partial, { force: true })
  }

  #keep(entry: string): void {
    if (this.#bytes + entry.length > ENTRIES_BYTES_MAX) {
      this.#dropped += 1
      return
    }
    this.#bytes += entry.length
    this.#entries.push(entry)
  }

  #readEarlier(): Recording {
    try {
      if (statSync(this.#file).size > FILE_BYTES_MAX)
        throw new Error(`it is larger than ${FILE_BYTES_MAX} bytes`)
      const value: unknown = JSON.parse(readFileSync(this.#file, 'utf8'))
      const log = isRecord(value) && isRecord(value['log']) ? value['log'] : {}
      const recording = log[RECORDING_MEMBER]
      if (!isRecord(recording)) throw new Error('it exists and is no recording')
      if (recording['version'] !== RECORDING_VERSION) {
        throw new Error(
          `it exists with version ${JSON.stringify(recording['version'])}, and this is version ${RECORDING_VERSION}`,
        )
      }
      const [problem] = validate(recording)
      if (problem !== undefined) throw new Error(`it is damaged: ${problem.field}: ${problem.message}`)
      for (const entry of Array.isArray(log['entries']) ? log['entries'] : [])
        this.#keep(JSON.stringify(entry))
      return recording as Recording
    } catch (error) {
      throw new StartError(4, `--out ${this.#file}: ${reasonOf(error)}; name another file`, { cause: error })
    }
  }

  /** The last line of a killed process may be cut. */
  #recover(): Fact[] {
    return readFileSync(this.#partial, 'utf8')
      .split('\n')
      .flatMap((text) => {
        const line = lineIn(text)
        if (line === null) return []
        this.#keep(JSON.stringify(line.entry))
        return [...line.facts]
      })
  }
}

function lineIn(text: string): Line | null {
  try {
    const line: unknown = JSON.parse(text)
    return isRecord(line) && isRecord(line['entry']) && Array.isArray(line['facts'])
      ? (line as unknown as Line)
      : null
  } catch {
    return null
  }
}
