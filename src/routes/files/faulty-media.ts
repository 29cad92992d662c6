import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Wait } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { describeFile, type Download } from '../../http/send-file.ts'
import type { OutputFault } from '../../simulator/rules/output-fault.ts'
import { sendHalf } from '../pipeline/spoil-answers.ts'

const HUGE_BYTES = 200 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024
/** Number of chunks of a slow file. */
const SLOW_CHUNKS = 20
const SLOW_PAUSE_MS = 500

const ERROR_PAGE = `<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>
<p>The directive or rule <code>output:wrong-type</code> replaces the file by this page.</p>
`

/** Sends a file with the fault of its effect. Ignores ranges and entity tags. */
export async function sendFaulty(
  reply: FastifyReply,
  file: Download,
  fault: OutputFault,
  wait: Wait,
): Promise<FastifyReply> {
  if (fault === '404') throw notFound()
  const needsBytes = fault !== 'empty' && fault !== 'wrong-type'
  // Read before the headers are set, so that an error has none of the file's headers.
  const content = needsBytes ? await file.bytes() : new Uint8Array()
  describeFile(reply, file)
  reply.removeHeader('etag').header('accept-ranges', 'none')
  if (fault === 'empty') return reply.send(Buffer.alloc(0))
  if (fault === 'wrong-type') return reply.type('text/html; charset=utf-8').send(ERROR_PAGE)
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  reply.header('content-length', fault === 'huge' ? HUGE_BYTES : bytes.length)
  // HEAD has the headers of GET.
  if (reply.request.method === 'HEAD') return reply.send(Readable.from([]))
  switch (fault) {
    case 'truncated':
      sendHalf(reply, bytes)
      return reply
    case 'huge':
      return reply.send(Readable.from(padded(bytes), { objectMode: false }))
    case 'slow':
      return reply.send(Readable.from(throttled(bytes, wait), { objectMode: false }))
  }
}

/** Yields the file and then zeros, which most decoders ignore. */
function* padded(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes
  const zeros = Buffer.alloc(CHUNK_BYTES)
  for (let left = HUGE_BYTES - bytes.length; left > 0; left -= CHUNK_BYTES) {
    yield left < CHUNK_BYTES ? zeros.subarray(0, left) : zeros
  }
}

/** Yields the file in chunks with pauses. */
async function* throttled(bytes: Uint8Array, wait: Wait): AsyncGenerator<Uint8Array> {
  const size = Math.ceil(bytes.length / SLOW_CHUNKS)
  for (let start = 0; start < bytes.length; start += size) {
    if (start > 0 && !(await wait(SLOW_PAUSE_MS))) return
    yield bytes.subarray(start, start + size)
  }
}
