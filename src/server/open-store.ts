import { StartError, reasonOf } from '../kernel/errors.ts'
import { SqliteStore } from '../store/engine/sqlite-store.ts'

/** Codes with which Node refuses to load an addon. */
const LOAD_FAILURES: readonly unknown[] = ['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED']

/**
 * Opens the database.
 *
 * @param file null keeps everything in memory
 * @throws {StartError} exit code 4, with the reason and, for a broken installation, the command that repairs it
 */
export function openStore(file: string | null): SqliteStore {
  try {
    return new SqliteStore(file)
  } catch (error) {
    throw new StartError(4, explain(error, file), { cause: error })
  }
}

function explain(error: unknown, file: string | null): string {
  if (isAddonMissing(error)) {
    return (
      `The native part of better-sqlite3 is missing or built for another Node than ${process.version}. ` +
      'Run: npm rebuild better-sqlite3'
    )
  }
  const message = reasonOf(error)
  return file === null ? `The database in memory could not be opened: ${message}` : `--db ${file}: ${message}`
}

/** `bindings`, which looks for the addon, lists the paths that it tried in `tries`. */
function isAddonMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    'tries' in error || ('code' in error && LOAD_FAILURES.includes(error.code)) || isAddonMissing(error.cause)
  )
}
