import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Contents in parts, for files that are too large for one string. */
export type Parts = string | Iterable<string | Uint8Array>

interface WriteOptions {
  /** Permissions of the file, before the umask. @default 0o666 */
  readonly mode?: number
}

/**
 * Checks early that `writeWhole` can write `file`.
 *
 * @throws {Error} of the file system, or for a folder or device of that name
 */
export function checkWritable(file: string): void {
  checkKind(file)
  tryToWrite(besideOf(file))
}

/**
 * Creates a folder with the folders above it, and checks that files can be written there.
 *
 * @throws {Error} of the file system
 */
export function createFolder(folder: string): void {
  makeFolder(folder)
  tryToWrite(besideOf(join(folder, 'flora-emulator')))
}

/**
 * Checks that `file` is a regular file, or none. A device must not be replaced, and a write into a named pipe waits for a
 * reader.
 *
 * @throws {Error} for a folder or device of that name
 */
export function checkKind(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats !== undefined && !stats.isFile()) throw new Error(`${file} is no regular file`)
}

/** Permissions do not tell: root has all of them in /proc and on disks that are read-only. */
function tryToWrite(file: string): void {
  try {
    closeSync(openSync(file, 'w', 0o600))
  } finally {
    rmSync(file, { force: true })
  }
}

/** Node's own `recursive` does not return below a folder that can hold none, such as /proc. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!isFolder(folder)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

const besideOf = (file: string): string => `${file}.${process.pid}.tmp`

/**
 * Writes a file whole or not at all: into a temporary file beside it, which is flushed to the disk and then renamed.
 * Neither a crash nor a full disk leaves a part of it under its name.
 *
 * @throws {Error} of the file system; the file is then as it was
 */
export function writeWhole(file: string, parts: Parts, options: WriteOptions = {}): void {
  writeTogether(new Map([[file, parts]]), options)
}

/**
 * Writes several files like `writeWhole`. None gets its name before all are on the disk.
 *
 * @throws {Error} of the file system, or for a folder or device of that name
 */
export function writeTogether(files: ReadonlyMap<string, Parts>, { mode = 0o666 }: WriteOptions = {}): void {
  for (const file of files.keys()) checkKind(file)
  const beside = Array.from(files.keys(), (file) => ({ file, temporary: besideOf(file) }))
  try {
    for (const { file, temporary } of beside) flush(temporary, files.get(file) ?? '', mode)
    for (const { file, temporary } of beside) renameSync(temporary, file)
  } catch (error) {
    for (const { temporary } of beside) rmSync(temporary, { force: true })
    throw error
  }
  for (const folder of new Set(Array.from(files.keys(), dirname))) flushFolder(folder)
}

function flush(file: string, parts: Parts, mode: number): void {
  const handle = openSync(file, 'w', mode)
  try {
    for (const part of typeof parts === 'string' ? [parts] : parts) writeAll(handle, Buffer.from(part))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A single write may be cut short. */
function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
}

/** Makes the rename survive a power cut. Windows cannot open folders. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
