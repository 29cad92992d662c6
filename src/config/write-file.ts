import { accessSync, closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Contents in parts, for files that are too large for one string. */
export type Parts = string | Iterable<string | Uint8Array>

interface WriteOptions {
  /** Permissions of the file, before the umask. @default 0o666 */
  readonly mode?: number
}

/**
 * Checks early that `writeWhole` can write beside `file`.
 *
 * @throws {Error} of the file system, when its folder is missing or read-only
 */
export const checkFolderOf = (file: string): void => accessSync(dirname(file), constants.W_OK)

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
 * @throws {Error} of the file system
 */
export function writeTogether(files: ReadonlyMap<string, Parts>, { mode = 0o666 }: WriteOptions = {}): void {
  const beside = Array.from(files.keys(), (file) => ({ file, temporary: `${file}.${process.pid}.tmp` }))
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
