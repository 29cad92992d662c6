import { finished } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { ByteRange } from '../../checks/record/facts.ts'
import type { Transfers } from '../../services/requests/transfers.ts'

/** Records a download when its answer has left, or when the client has closed the connection before. */
export function noteDownload(
  reply: FastifyReply,
  transfers: Transfers,
  { runId, fileName }: { readonly runId: string; readonly fileName: string },
): void {
  if (reply.request.method !== 'GET') return
  finished(reply.raw, (error) => {
    transfers.record({
      kind: 'download',
      runId,
      file: fileName,
      status: reply.raw.statusCode,
      range: rangeOf(reply.raw.getHeader('content-range')),
      isComplete: error === undefined || error === null,
    })
  })
}

function rangeOf(header: unknown): ByteRange | null {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(header)) ?? []
  return size === undefined ? null : { start: Number(first), end: Number(last) + 1, size: Number(size) }
}
