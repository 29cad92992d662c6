import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { wallDelay } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { describeFile, type Download } from '../../http/send-file.ts'
import type { OutputFault } from '../../simulator/rules/output-fault.ts'
import { sendHalf } from '../pipeline/spoil-answers.ts'

const HUGE_BYTES = 200 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024
const DRIPS = 20
const DRIP_PAUSE_MS = 500

const ERROR_PAGE = `<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>
<p>The directive or rule <code>output:wrong-type</code> replaces the file by this page.</p>
`

/** Sends a file with the fault that a directive or rule asks for. Ignores ranges and tags. */
export async function sendFaulty(
  reply: FastifyReply,
  file: Download,
  fault: OutputFault,
  stopping: AbortSignal,
): Promise<FastifyReply> {
  if (fault === '404') throw notFound()
  const isMade = fault !== 'empty' && fault !== 'wrong-type'
  // Before the headers are set, so that an error does not carry those of the file.
  const made = isMade ? await file.bytes() : new Uint8Array()
  describeFile(reply, file)
  reply.removeHeader('etag').header('accept-ranges', 'none')
  if (fault === 'empty') return reply.send(Buffer.alloc(0))
  if (fault === 'wrong-type') return reply.type('text/html; charset=utf-8').send(ERROR_PAGE)
  const bytes = Buffer.from(made.buffer, made.byteOffset, made.byteLength)
  reply.header('content-length', fault === 'huge' ? HUGE_BYTES : bytes.length)
  // The headers are those of GET.
  if (reply.request.method === 'HEAD') return reply.send(Readable.from([]))
  switch (fault) {
    case 'truncated':
      sendHalf(reply, bytes)
      return reply
    case 'huge':
      return reply.send(Readable.from(padded(bytes), { objectMode: false }))
    case 'slow':
      return reply.send(Readable.from(dripped(bytes, stopping), { objectMode: false }))
  }
}

/** The file, followed by zeros, which most decoders ignore. */
function* padded(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes
  const zeros = Buffer.alloc(CHUNK_BYTES)
  for (let left = HUGE_BYTES - bytes.length; left > 0; left -= CHUNK_BYTES) {
    yield left < CHUNK_BYTES ? zeros.subarray(0, left) : zeros
  }
}

async function* dripped(bytes: Uint8Array, stopping: AbortSignal): AsyncGenerator<Uint8Array> {
  const size = Math.ceil(bytes.length / DRIPS)
  for (let start = 0; start < bytes.length; start += size) {
    if (start > 0 && !(await wallDelay(DRIP_PAUSE_MS, stopping))) return
    yield bytes.subarray(start, start + size)
  }
}
