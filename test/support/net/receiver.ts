import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { serve } from './file-server.ts'

export type Answer = (response: ServerResponse, received: Received, count: number) => void

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Starts a receiver of webhooks that records messages. @param answer sends the answer; 200 by default */
export async function receiver(answer: Answer = (response) => void response.end()): Promise<{
  readonly url: string
  readonly received: Received[]
  readonly arrived: (count: number) => Promise<void>
}> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const { url } = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const message = { headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(message)
      answer(response, message, received.length)
      for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    })
  })
  return {
    url: `${url}/hook`,
    received,
    arrived: async (count) =>
      received.length >= count ? undefined : new Promise<void>((resolve) => waiting.push({ count, resolve })),
  }
}
