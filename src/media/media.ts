import type { OutputFile } from '../services/outputs.ts'
import { renderAudio } from './audio.ts'
import { renderImage } from './image.ts'
import { renderVideo } from './video.ts'

/** Bytes that are kept for the next download; a client often asks for a file twice (HEAD, then GET). */
const CACHE_BYTES_MAX = 32 * 1024 * 1024

const CONTENT_TYPE = { png: 'image/png', mp4: 'video/mp4', wav: 'audio/wav' } as const

export interface MediaFile {
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** Makes the files of outputs when they are first asked for. The same output always has the same bytes. */
export class Media {
  readonly #cache = new Map<string, Promise<MediaFile>>()
  #cachedBytes = 0

  async render(file: OutputFile): Promise<MediaFile> {
    const known = this.#cache.get(file.key)
    if (known !== undefined) return known
    const made = make(file)
    this.#cache.set(file.key, made)
    try {
      this.#makeRoom((await made).bytes.length)
    } catch (error) {
      this.#cache.delete(file.key)
      throw error
    }
    return made
  }

  /** Drops everything when the budget is used up: simpler than ageing entries, and files are cheap to make again. */
  #makeRoom(bytes: number): void {
    this.#cachedBytes += bytes
    if (this.#cachedBytes <= CACHE_BYTES_MAX) return
    this.#cache.clear()
    this.#cachedBytes = 0
  }
}

async function make({ output, request }: OutputFile): Promise<MediaFile> {
  const contentType = CONTENT_TYPE[output.format]
  switch (output.kind) {
    case 'image':
      return { contentType, bytes: await renderImage(output, request) }
    case 'video':
      return { contentType, bytes: await renderVideo() }
    case 'audio':
      return { contentType, bytes: renderAudio(output, request) }
  }
}
