import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface StaticFile {
  readonly contentType: string
  /** Differs for different contents. */
  readonly tag: string
  readonly gzipped: Buffer
  /** For clients that do not accept gzip. */
  readonly plain: () => Buffer
}

const CONTENT_TYPE: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The gzipped files of one folder (`name.js.gz`), each read on first use. Only names in the listing of the folder are
 * found, so that no name leads out of it.
 */
export class StaticFiles {
  readonly #folder: string
  #names: Promise<ReadonlySet<string>> | null = null
  readonly #files = new Map<string, Promise<StaticFile>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Null for an unknown file, and for every file when the dashboard was not built. */
  async find(name: string): Promise<StaticFile | null> {
    this.#names ??= namesIn(this.#folder)
    if (!(await this.#names).has(`${name}.gz`)) return null
    const known = this.#files.get(name)
    if (known !== undefined) return known
    const file = readPacked(this.#folder, name)
    this.#files.set(name, file)
    // A file that could not be read is tried again.
    file.catch(() => this.#files.delete(name))
    return file
  }
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder))
  } catch {
    return new Set()
  }
}

async function readPacked(folder: string, name: string): Promise<StaticFile> {
  const gzipped = await readFile(join(folder, `${name}.gz`))
  return {
    contentType: CONTENT_TYPE[extname(name)] ?? 'application/octet-stream',
    tag: createHash('sha256').update(gzipped).digest('base64url').slice(0, 22),
    gzipped,
    plain: () => gunzipSync(gzipped),
  }
}
