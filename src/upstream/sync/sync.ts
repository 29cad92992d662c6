import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFolder, writeTogether } from '../../config/write-file.ts'
import { wallNow } from '../../kernel/clock.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { REDACTED, redactText } from '../../kernel/redact.ts'
import type { Progress } from '../progress.ts'
import { Reader, type ReaderOptions } from '../reader.ts'
import { type Change, changesOf, staleFiles } from './changes.ts'
import { WrongType } from './conform.ts'
import { convert, type Converted } from './convert.ts'
import { download } from './download.ts'
import {
  FIXTURE_FILES,
  fileOf,
  type FixtureName,
  type FixtureSet,
  type Previous,
  readPrevious,
} from './previous.ts'

export interface SyncOptions extends ReaderOptions {
  readonly folder: string
  readonly progress: Progress
  /** Loads a folder as the server does. Throws a StartError for fixtures that are not valid. */
  readonly check: (folder: string) => void
}

export interface SyncResult {
  readonly changes: readonly Change[]
  readonly notes: readonly string[]
  /** Files that were written; the others had the same content. */
  readonly written: readonly FixtureName[]
  /** Files that the folder had before. */
  readonly kept: ReadonlySet<FixtureName>
}

/**
 * Writes the models, actions, techniques, workspaces and projects of an account as fixtures. Sends GET requests only.
 * The files are written after everything was read and validated, each whole or not at all.
 *
 * @throws {StartError} exit code 1, when the server fails or lies; 4, when the folder's fixtures are invalid or cannot
 *   be written
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  const { folder, check, progress, stopping } = options
  const previous = openFolder(folder, check)
  const downloaded = await download(new Reader(options), progress)
  const { fixtures, notes } = converted(options, downloaded, previous)
  const before = Object.fromEntries(
    Array.from(previous.own, (name) => [name, previous.fixtures[name]]),
  ) as Partial<FixtureSet>
  const written = staleFiles(before, fixtures)
  rehearse(fixtures, check)
  // Nothing waits from here on, so a signal arrives before or after all files.
  if (stopping.aborted) throw new StartError(1, 'interrupted; nothing was written')
  write(folder, fixtures, written)
  return { changes: changesOf(before, fixtures), notes, written, kept: previous.own }
}

function openFolder(folder: string, check: (folder: string) => void): Previous {
  try {
    // A folder with other files would be refused by --fixtures later.
    if (existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'))) check(folder)
    return readPrevious(folder)
  } catch (error) {
    throw unusable(folder, error)
  }
}

const unusable = (folder: string, error: unknown): StartError =>
  error instanceof StartError
    ? error
    : new StartError(4, `--out ${folder}: ${reasonOf(error)}`, { cause: error })

function write(folder: string, fixtures: FixtureSet, names: readonly FixtureName[]): void {
  try {
    createFolder(folder)
    writeTogether(new Map(names.map((name) => [fileOf(folder, name), textOf(fixtures[name])])))
  } catch (error) {
    throw unusable(folder, error)
  }
}

function converted(
  { key }: SyncOptions,
  downloaded: Parameters<typeof convert>[0],
  previous: Previous,
): Converted {
  const clean = (text: string): string => redactText(text.replaceAll(key, REDACTED))
  try {
    return convert(downloaded, previous, { now: wallNow(), clean })
  } catch (error) {
    if (!(error instanceof WrongType)) throw error
    throw new StartError(1, `the server answered ${error.message}; nothing was written`)
  }
}

/** Loads the new files from a temporary folder first, so that only valid ones replace the old. */
function rehearse(fixtures: FixtureSet, check: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'flora-emulator-sync-'))
  try {
    for (const name of FIXTURE_FILES) writeFileSync(fileOf(folder, name), textOf(fixtures[name]))
    check(folder)
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replaceAll(folder, '').replace(/^\//, '') : String(error)
    throw new StartError(1, `the answers make no valid fixtures: ${reason}; nothing was written`, {
      cause: error,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const textOf = (fixture: unknown): string => `${JSON.stringify(fixture, null, 2)}\n`
