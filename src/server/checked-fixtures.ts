import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { packageFile } from '../config/package-root.ts'

/** Written by scripts/build.mjs, after an emulator has started with the shipped fixtures. */
const CHECKED = 'dist/checked-fixtures.json'

let hashes: ReadonlySet<string> | null = null

/**
 * True for the text of a shipped fixture that was checked when the package was built. Checking all of them anew takes
 * 90 ms of every start, and comparing a hash takes one.
 */
export function wasChecked(text: string): boolean {
  hashes ??= readHashes()
  return hashes.has(createHash('sha256').update(text).digest('hex'))
}

function readHashes(): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(readFileSync(packageFile(CHECKED), 'utf8')) as string[])
  } catch {
    // Not built yet: everything is checked.
    return new Set()
  }
}
