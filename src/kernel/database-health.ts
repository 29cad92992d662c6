/** Thrown for stored data that cannot be read, such as a row whose JSON is broken. The message names the row. */
export class UnreadableData extends Error {}

/** Remembers the first error that means that the database is damaged, for `/_emulator/health`. */
export class DatabaseHealth {
  readonly #onDamage: (problem: string) => void
  #problem: string | null = null

  /** @param onDamage called once, with what is wrong and what to do. */
  constructor(onDamage: (problem: string) => void) {
    this.#onDamage = onDamage
  }

  /** Null while no damage was seen. It stays until the process ends, because nothing repairs a database that is open. */
  get problem(): string | null {
    return this.#problem
  }

  /** Takes any unexpected error, and ignores those that have nothing to do with the database. */
  note(error: unknown): void {
    const problem = this.#problem === null ? problemOf(error) : null
    if (problem === null) return
    this.#problem = problem
    this.#onDamage(problem)
  }
}

const RESTORE =
  'Stop the emulator, put a copy of the --db file in its place or delete it with its -wal file, and start again.'

function problemOf(error: unknown): string | null {
  if (error instanceof UnreadableData) return `Stored data cannot be read: ${error.message}. ${RESTORE}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^SQLITE_(CORRUPT|NOTADB)(_|$)/.test(code)) return `The database file is damaged (${code}). ${RESTORE}`
  return /^SQLITE_IOERR(_|$)/.test(code)
    ? `The database file cannot be read or written (${code}). Check the disk and restart the emulator.`
    : null
}
