import type { FastifyReply, FastifyRequest } from 'fastify'
import parseRange from 'range-parser'
import { isKnown } from './etag.ts'

/** A file to be downloaded. */
export interface Download {
  readonly contentType: string
  /** Changes whenever the bytes do. */
  readonly tag: string
  bytes(): Promise<Uint8Array>
}

/** Headers of every download: what it is, and that nothing in it may run, whoever uploaded it. */
export function describeFile(reply: FastifyReply, { contentType, tag }: Omit<Download, 'bytes'>): void {
  // Chromium shows no PDF in a sandbox.
  const sandbox = contentType === 'application/pdf' ? '' : '; sandbox'
  reply.headers({
    'content-type': contentType,
    etag: `"${tag}"`,
    // A world that was reset may have another file at the same address.
    'cache-control': 'no-cache',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `script-src 'none'${sandbox}`,
    'cross-origin-resource-policy': 'cross-origin',
  })
}

/** Answers with a file or the part of it that was asked for, as RFC 9110 has it; bytes are fetched only if they are needed. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: Download,
): Promise<FastifyReply> {
  if (isKnown(request.headers['if-none-match'], `"${file.tag}"`)) {
    describeFile(reply, file)
    return reply.code(304).send()
  }
  // First, so that an error is not described as the file.
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

/** Null for the whole file: without a range, for several, for one that cannot be read, or one of another version. */
function rangeOf(
  { headers }: FastifyRequest,
  size: number,
  tag: string,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const ifRange = headers['if-range']
  if (headers.range === undefined || (ifRange !== undefined && ifRange !== `"${tag}"`)) return null
  // The last bytes of a file that has fewer are all of it; the parser says that there are none.
  const asked = headers.range
    .toLowerCase()
    .replace(/^bytes=-(\d+)$/, (_, last) => `bytes=-${Math.min(size, Number(last))}`)
  const ranges = parseRange(size, asked)
  if (ranges === -1) return 'unsatisfiable'
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}
