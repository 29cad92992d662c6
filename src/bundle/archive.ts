import crc32 from 'crc-32'
import { statSync } from 'node:fs'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ZipFile as ZipWriter } from 'yazl'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { printable, shorten } from '../kernel/text/printable.ts'

/** Bytes of a bundle. The recorder stops long before. */
const ARCHIVE_BYTES_MAX = 256 * 1024 * 1024
/** Bytes of all files. A full bundle has some 2 GB of states, and a bomb has terabytes. */
const UNPACKED_BYTES_MAX = 4 * 1024 * 1024 * 1024
/** Bytes of one file in a bundle. */
const FILE_BYTES_MAX = 128 * 1024 * 1024
const FILES_MAX = 50_000
/** The bits of a Unix mode that tell the type of a file, and their value for a symbolic link. */
const MODE_TYPE = 0o170000
const MODE_LINK = 0o120000

/** Packs files into a zip. */
export async function packArchive(files: ReadonlyMap<string, string | Buffer>, mtime: Date): Promise<Buffer> {
  const zip = new ZipWriter()
  for (const [name, content] of files) {
    zip.addBuffer(typeof content === 'string' ? Buffer.from(content) : content, name, { mtime, mode: 0o600 })
  }
  zip.end()
  return bytesOf(zip.outputStream)
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * A zip whose files are read one by one into memory. Nothing is written to the disk. Names are checked all the same, so
 * that a bundle is safe for other programs too.
 */
export class Archive {
  readonly #file
  readonly #zip
  readonly #entries

  private constructor(file: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file
    this.#zip = zip
    this.#entries = entries
  }

  /** @throws {StartError} exit code 4, for anything but a zip of plain files with distinct relative names */
  static async open(file: string): Promise<Archive> {
    let zip: ZipFile | null = null
    try {
      checkSize(file)
      zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true })
      return new Archive(file, zip, await entriesOf(zip))
    } catch (error) {
      zip?.close()
      throw unusable(file, reasonOf(error))
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** @throws {StartError} exit code 4, for a file that is missing, too large or damaged */
  async read(name: string): Promise<Buffer> {
    const entry = this.#entries.get(name)
    try {
      if (entry === undefined) throw new Error('it is missing')
      if (entry.uncompressedSize > FILE_BYTES_MAX)
        throw new Error(`it is larger than ${FILE_BYTES_MAX} bytes`)
      const bytes = await bytesOf(await this.#zip.openReadStreamPromise(entry))
      if (crc32.buf(bytes) >>> 0 !== entry.crc32) throw new Error('its checksum is wrong')
      return bytes
    } catch (error) {
      throw unusable(this.#file, `${name}: ${reasonOf(error)}`)
    }
  }

  close(): void {
    this.#zip.close()
  }
}

/** Characters of a reason, which may quote the bundle. */
const REASON_MAX = 500

/** The error for a bundle that cannot be used, in one line. */
export const unusable = (file: string, reason: string): StartError =>
  new StartError(4, `bundle ${file}: ${printable(shorten(reason, REASON_MAX))}`)

function checkSize(file: string): void {
  const stats = statSync(file)
  // Opening a named pipe would wait for its writer.
  if (!stats.isFile()) throw new Error('it is no file')
  if (stats.size > ARCHIVE_BYTES_MAX) throw new Error(`it is larger than ${ARCHIVE_BYTES_MAX} bytes`)
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  if (zip.entryCount > FILES_MAX) throw new Error(`it holds more than ${FILES_MAX} files`)
  let bytes = 0
  for await (const entry of zip.eachEntry()) {
    const { fileName: name } = entry
    const named = JSON.stringify(name)
    if (entries.has(name)) throw new Error(`it holds two files of the name ${named}`)
    if (((entry.externalFileAttributes >>> 16) & MODE_TYPE) === MODE_LINK) {
      throw new Error(`${named} is a symbolic link`)
    }
    if (!entry.canDecodeFileData())
      throw new Error(`${named} is encrypted, or compressed by another method than deflate`)
    // Reading a file fails when it is larger than it claims.
    bytes += entry.uncompressedSize
    if (bytes > UNPACKED_BYTES_MAX) throw new Error(`its files are larger than ${UNPACKED_BYTES_MAX} bytes`)
    entries.set(name, entry)
  }
  return entries
}
