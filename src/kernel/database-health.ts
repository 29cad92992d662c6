const RESTORE =
  'Stop the emulator, put a copy of the --db file in its place or delete it with its -wal file, and start again.'

/** Stored data that cannot be read, such as invalid JSON in a row. The message names the column. */
export class UnreadableData extends Error {
  /** Sentences for the user. */
  readonly remedy: string

  /** @param options.remedy by default, to restore a copy of the file */
  constructor(
    message: string,
    { remedy = RESTORE, ...options }: ErrorOptions & { readonly remedy?: string } = {},
  ) {
    super(message, options)
    this.remedy = remedy
  }
}

/** Keeps the first error that shows that the database is damaged, for `/_emulator/health`. */
export class DatabaseHealth {
  readonly #onDamage: (problem: string) => void
  #problem: string | null = null

  /** @param onDamage is called once, with the problem and its remedy */
  constructor(onDamage: (problem: string) => void) {
    this.#onDamage = onDamage
  }

  /** The problem and its remedy; null without damage. It stays until the process ends, as an open database is not repaired. */
  get problem(): string | null {
    return this.#problem
  }

  /** Takes any unexpected error. Ignores errors that are not about the database. */
  note(error: unknown): void {
    const problem = this.#problem === null ? problemOf(error) : null
    if (problem === null) return
    this.#problem = problem
    this.#onDamage(problem)
  }
}

function problemOf(error: unknown): string | null {
  if (error instanceof UnreadableData) return `Stored data cannot be read: ${error.message}. ${error.remedy}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^SQLITE_(CORRUPT|NOTADB)(_|$)/.test(code)) return `The database file is damaged (${code}). ${RESTORE}`
  return /^SQLITE_IOERR(_|$)/.test(code)
    ? `The database file cannot be read or written (${code}). Check the disk and restart the emulator.`
    : null
}
