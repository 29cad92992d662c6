import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { ApiError, validationError } from '../kernel/errors.ts'

const KILOBYTE = 1024
export const MEGABYTE = 1024 * KILOBYTE

/**
 * Reads a whole body into one buffer. Allocates it by `content-length`, and grows it when there is none. Reads a body that
 * is too large to its end before it throws 400, so that the client sees the reason and not a cut connection.
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
  throw tooLarge(bytesMax)
}

/** 400 for a body over a limit. */
export function tooLarge(bytesMax: number): ApiError {
  const size =
    bytesMax < MEGABYTE ? `${Math.floor(bytesMax / KILOBYTE)} KB` : `${Math.floor(bytesMax / MEGABYTE)} MB`
  return validationError([{ field: 'body', message: `Must be at most ${size}` }])
}

function grown(buffer: Buffer<ArrayBuffer>, bytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(bytes)
  buffer.copy(larger)
  return larger
}
