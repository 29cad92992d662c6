import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface StaticFile {
  readonly contentType: string
  /** Changes with the contents. */
  readonly tag: string
  readonly gzipped: Buffer
  /** For clients that cannot unpack. */
  readonly plain: () => Buffer
}

const CONTENT_TYPE: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The files of one folder, packed by the build (`name.js.gz`), each read when it is first asked for. A name is looked up
 * in the folder's own list, so none leads elsewhere.
 */
export class StaticFiles {
  readonly #folder: string
  #names: Promise<ReadonlySet<string>> | null = null
  readonly #files = new Map<string, Promise<StaticFile>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Null for a file that is not there, and for every file where nothing was built. */
  async find(name: string): Promise<StaticFile | null> {
    this.#names ??= namesIn(this.#folder)
    if (!(await this.#names).has(`${name}.gz`)) return null
    const known = this.#files.get(name)
    if (known !== undefined) return known
    const file = readPacked(this.#folder, name)
    this.#files.set(name, file)
    // What could not be read now may be read later.
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
