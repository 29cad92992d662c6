import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { ApiError, validationError } from '../kernel/errors.ts'

/**
 * Reads a whole body into one buffer, which is allocated by the announced length and grows when there is none. A body
 * that is too large is read to its end before it is refused, because a client that is still sending would see a cut
 * connection instead of the reason.
 */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  bytesMax: number,
): Promise<Buffer<ArrayBuffer>> {
  let buffer = Buffer.allocUnsafeSlow(Math.min(Number(headers['content-length'] ?? 0), bytesMax))
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const start = length
      length += chunk.length
      if (length > bytesMax) continue
      if (length > buffer.length) buffer = grown(buffer, Math.max(length, buffer.length * 2))
      chunk.copy(buffer, start)
    }
  } catch {
    throw new ApiError('invalid_json', 'Request body could not be read.')
  }
  if (length <= bytesMax) return buffer.subarray(0, length)
  const megabytes = Math.floor(bytesMax / (1024 * 1024))
  throw validationError([{ field: 'body', message: `Must be at most ${megabytes} MB` }])
}

function grown(buffer: Buffer<ArrayBuffer>, bytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(bytes)
  buffer.copy(larger)
  return larger
}
