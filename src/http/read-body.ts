import type { Readable } from 'node:stream'
import { ApiError, validationError } from '../kernel/errors.ts'

/**
 * All bytes of a body. One that is too large is read to its end before it is refused, because a client that is still
 * sending would see a cut connection instead of the reason.
 */
export async function readBody(stream: Readable, bytesMax: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length <= bytesMax) chunks.push(chunk)
      else chunks.length = 0
    }
  } catch {
    throw new ApiError('invalid_json', 'Request body could not be read.')
  }
  if (length <= bytesMax) return Buffer.concat(chunks)
  const megabytes = Math.floor(bytesMax / (1024 * 1024))
  throw validationError([{ field: 'body', message: `Must be at most ${megabytes} MB` }])
}
