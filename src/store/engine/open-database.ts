import { reasonOf } from '../../kernel/errors.ts'
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { packageFile } from '../../config/package-root.ts'

/** "FLOR" in ASCII, in the file's header: tells our files from other SQLite databases. */
const APPLICATION_ID = 0x464c4f52

/** Why a file cannot be used as a database, in words for the person who named it. */
class DatabaseUnusable extends Error {}

/** Opens the file (null: memory), creates or upgrades its tables, and keeps other processes out until it is closed. */
export function openDatabase(file: string | null): Database.Database {
  if (file === null) return migrate(new Database(':memory:'))
  try {
    createPrivate(file)
    const db = new Database(file, { timeout: 0 })
    try {
      lock(db)
      // Prompts and outputs are the user's own; SQLite gives the -wal file the mode of the main file.
      chmodSync(file, 0o600)
      return migrate(db)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw new DatabaseUnusable(explain(error), { cause: error })
  }
}

/** A new file is private from the start. One that is there is left as it is until it has turned out to be ours. */
function createPrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) closeSync(openSync(file, 'a', 0o600))
  // Opening a pipe would wait for its other end, and a device is nobody's database.
  else if (!found.isFile()) {
    throw new DatabaseUnusable(found.isDirectory() ? 'it is a folder' : 'it is not a regular file')
  }
}

function lock(db: Database.Database): void {
  // A second emulator on the file would not see this one's clock and cached plans, so it is refused.
  db.pragma('locking_mode = EXCLUSIVE')
  db.exec('BEGIN EXCLUSIVE; COMMIT')
  checkOwner(db)
  db.pragma('journal_mode = WAL')
  // In WAL mode NORMAL survives the death of the process; only a power cut can lose the last commits.
  db.pragma('synchronous = NORMAL')
}

function checkOwner(db: Database.Database): void {
  const owner = db.pragma('application_id', { simple: true })
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (owner !== APPLICATION_ID && tables !== 0) {
    throw new DatabaseUnusable('it is a SQLite database of another program')
  }
}

/** Runs the numbered files of migrations/ that the database has not seen; `user_version` counts them. */
function migrate(db: Database.Database): Database.Database {
  const files = readdirSync(packageFile('src/store/migrations/sqlite/')).toSorted()
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > files.length) {
    throw new DatabaseUnusable(
      `a newer flora-emulator wrote it (schema ${version}, this one reads ${files.length}); use that one`,
    )
  }
  const apply = db.transaction(() => {
    for (const file of files.slice(version)) {
      db.exec(readFileSync(packageFile(`src/store/migrations/sqlite/${file}`), 'utf8'))
    }
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${files.length}`)
  })
  if (version < files.length) apply.immediate()
  return db
}

/** What SQLite's code for an error means to the person who named the file. */
export function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  switch (code) {
    case 'SQLITE_BUSY':
      return 'another process has it open'
    case 'SQLITE_NOTADB':
      return 'it is not a SQLite database'
    case 'SQLITE_CORRUPT':
      return 'the database is damaged'
    case 'ENOENT':
      return 'its folder does not exist'
    case 'EISDIR':
      return 'it is a folder'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    default:
      return reasonOf(error)
  }
}
