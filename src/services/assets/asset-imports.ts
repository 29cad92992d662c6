import type { LimitFunction } from 'p-limit'
import { type ApiError, validationError } from '../../kernel/errors.ts'
import type { AssetMedia, FetchFile } from './asset-media.ts'
import { typeOfName } from './asset-types.ts'
import type { AssetOrigin } from './new-asset.ts'

/** FLORA's limit for a file that is uploaded or downloaded separately. */
export const ASSET_BYTES_MAX = 50 * 1024 * 1024

/** The origin of a new asset, with its file. */
export interface Upload extends Omit<AssetOrigin, 'createdAt'> {
  /** Null for an asset whose file is uploaded later. */
  readonly bytes: Uint8Array | null
}

/** A file to download. Problems are of the request's `source`. */
interface Source {
  readonly url: string
  /** Content type that the client declared; null for none. */
  readonly contentType: string | null
  /** Accepts images only. */
  readonly isImage: boolean
}

/** Downloads the files of assets. */
export class AssetImports {
  readonly #media: AssetMedia
  readonly #fetchFile: FetchFile
  readonly #mutex: LimitFunction

  /** @param mutex spreads the inspection and storage of several large files over turns of the event loop */
  constructor(media: AssetMedia, fetchFile: FetchFile, mutex: LimitFunction) {
    this.#media = media
    this.#fetchFile = fetchFile
    this.#mutex = mutex
  }

  /**
   * Downloads a file, or makes a placeholder when the download needs `--allow-egress`.
   *
   * @param keep stores the asset
   * @throws ApiError 400 for a file that is invalid or cannot be downloaded
   */
  async import<Result>(source: Source, keep: (upload: Upload) => Promise<Result>): Promise<Result> {
    const fetched = await this.#fetchFile(source.url, ASSET_BYTES_MAX)
    switch (fetched.outcome) {
      case 'refused':
        throw invalid(`Could not be fetched: ${fetched.reason}`)
      case 'outside':
        return keep(await this.#placeholder(source))
      case 'fetched':
        return this.#mutex(async () => keep(await this.#inspect(source, fetched.bytes)))
    }
  }

  async #inspect({ contentType, isImage }: Source, bytes: Uint8Array): Promise<Upload> {
    const { content, problem } = await this.#media.inspect(bytes, contentType)
    if (problem !== null) throw invalid(problem)
    if (isImage && content.contentType?.startsWith('image/') !== true) {
      throw invalid(`Must be an image; the file is ${content.contentType}`)
    }
    return { source: 'url', description: null, content, bytes }
  }

  async #placeholder({ url, contentType, isImage }: Source): Promise<Upload> {
    const { origin, pathname } = new URL(url)
    const guess = contentType ?? typeOfName(pathname) ?? 'image/png'
    const type = isImage && !guess.startsWith('image/') ? 'image/png' : guess
    const bytes = await this.#media.placeholder(type, url)
    const description = `Placeholder for ${origin}${pathname}; with --allow-egress, flora-emulator fetches the file.`
    const { content } = await this.#media.inspect(bytes, null)
    return { source: 'url', description, bytes, content }
  }
}

/** Returns the last segment of a URL's path, or null when it is empty. */
export function nameOf(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last) || null
  } catch {
    return last
  }
}

const invalid = (message: string): ApiError => validationError([{ field: 'source', message }])
