import type { FastifyReply, FastifyRequest } from 'fastify'
import parseRange from 'range-parser'
import { isKnown } from './etag.ts'

/** A file that can be downloaded. */
export interface Download {
  readonly contentType: string
  /** Differs for different bytes. */
  readonly tag: string
  bytes(): Promise<Uint8Array>
}

/** Sets the headers of a download. Their policy lets no script run, because clients upload the files. */
export function describeFile(reply: FastifyReply, { contentType, tag }: Omit<Download, 'bytes'>): void {
  // Chromium refuses to show a PDF in a sandbox.
  const sandbox = contentType === 'application/pdf' ? '' : '; sandbox'
  reply.headers({
    'content-type': contentType,
    etag: `"${tag}"`,
    // A reset world may serve another file at the same URL.
    'cache-control': 'no-cache',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `script-src 'none'${sandbox}`,
    'cross-origin-resource-policy': 'cross-origin',
  })
}

/** Sends a file or the requested range of it (RFC 9110). Reads the bytes only when the answer needs them. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: Download,
): Promise<FastifyReply> {
  if (isKnown(request.headers['if-none-match'], `"${file.tag}"`)) {
    describeFile(reply, file)
    return reply.code(304).send()
  }
  // Before the headers are set, so that an error does not carry those of the file.
  const made = await file.bytes()
  describeFile(reply, file)
  const bytes = Buffer.from(made.buffer, made.byteOffset, made.byteLength)
  const range = request.method === 'GET' ? rangeOf(request, bytes.length, file.tag) : null
  if (range === null) return reply.send(bytes)
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${bytes.length}`).send(Buffer.alloc(0))
  }
  const { start, end } = range
  reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes.length}`)
  return reply.send(bytes.subarray(start, end + 1))
}

/** The requested range. Null for the whole file: for no range, several, a malformed one, or one of another version. */
function rangeOf(
  { headers }: FastifyRequest,
  size: number,
  tag: string,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const ifRange = headers['if-range']
  if (headers.range === undefined || (ifRange !== undefined && ifRange !== `"${tag}"`)) return null
  // A suffix longer than the file means the whole file (RFC 9110, 14.1.2), which the parser calls unsatisfiable.
  const asked = headers.range
    .toLowerCase()
    .replace(/^bytes=-(\d+)$/, (_, last) => `bytes=-${Math.min(size, Number(last))}`)
  const ranges = parseRange(size, asked)
  if (ranges === -1) return 'unsatisfiable'
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}
