import type { FastifyReply } from 'fastify'
import { wallTicker } from '../../kernel/clock.ts'
import type { EventFeed, FeedEvent, Listener } from '../../services/requests/event-feed.ts'
import { renderWebhook } from '../webhooks/render-webhook.ts'
import { renderRequest } from './requests.ts'

/** Short enough that proxies and clients keep an idle connection. */
const HEARTBEAT_MS = 15_000
/** Bytes of new events that may wait for a reader, beyond the events that it missed and is sent at once. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024

interface Following {
  readonly feed: Pick<EventFeed, 'subscribe'>
  /** The last event that the client has seen; null for none. */
  readonly lastId: number | null
  /** Aborts when the emulator stops, which ends the stream. */
  readonly stopping: AbortSignal
}

/** Sends the events of a feed until the client leaves, the world is deleted or the emulator stops. */
export async function sendEvents(
  reply: FastifyReply,
  { feed, lastId, stopping }: Following,
): Promise<FastifyReply> {
  const stream = new EventStream(reply)
  const unsubscribe = await feed.subscribe(lastId, stream)
  const stopBeating = wallTicker(HEARTBEAT_MS, () => stream.write(': heartbeat\n\n'))
  stopping.addEventListener('abort', stream.onEnd)
  stream.onClose(() => {
    unsubscribe()
    stopBeating()
    stopping.removeEventListener('abort', stream.onEnd)
  })
  stream.begin()
  if (stopping.aborted) stream.onEnd()
  return reply
}

/** A response of server-sent events. Holds events back until it has begun, so that a failed subscription can still be answered. */
class EventStream implements Listener {
  readonly #reply: FastifyReply
  #isClosed = false
  #close = (): void => undefined
  /** Null once the headers are sent. */
  #early: string[] | null = [': connected\n\n']
  #isEnded = false
  #unreadBytesMax = UNREAD_BYTES_MAX

  constructor(reply: FastifyReply) {
    this.#reply = reply
    reply.raw.once('close', () => {
      this.#isClosed = true
      this.#close()
    })
  }

  /** Calls `release` when the connection is closed; at once if it is closed already. */
  onClose(release: () => void): void {
    this.#close = release
    if (this.#isClosed) release()
  }

  /** Takes the response over from Fastify, and sends what has been held back. */
  begin(): void {
    const { raw } = this.#reply.hijack()
    const early = this.#early ?? []
    this.#early = null
    if (this.#isClosed) return
    raw.writeHead(200, {
      ...(this.#reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    for (const text of early) raw.write(text)
    this.#unreadBytesMax += raw.writableLength
    if (this.#isEnded) this.#end()
  }

  /** Cuts the connection of a client that does not read, whose events would otherwise fill the memory. */
  write(text: string): void {
    const { raw, request } = this.#reply
    if (this.#early !== null) this.#early.push(text)
    else if (!this.#isClosed && !this.#isEnded) raw.write(text)
    if (raw.writableLength <= this.#unreadBytesMax) return
    request.log.warn(`event stream cut: the client left ${raw.writableLength} bytes unread`)
    raw.destroy()
  }

  readonly onEvent = (event: FeedEvent): void => {
    try {
      this.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(renderEvent(event))}\n\n`)
    } catch (error) {
      // The use case that published the event must not fail with it.
      this.#reply.request.log.error({ err: error }, 'event stream cut: an event could not be sent')
      this.#reply.raw.destroy()
    }
  }

  readonly onEnd = (): void => {
    this.#isEnded = true
    if (this.#early === null) this.#end()
  }

  #end(): void {
    const { raw } = this.#reply
    raw.end()
    // A client that does not read must not hold up the stop of the emulator.
    setImmediate(() => (raw.writableLength > 0 ? raw.destroy() : undefined))
  }
}

function renderEvent(event: FeedEvent): object {
  const { type, at } = event
  switch (event.type) {
    case 'request':
      return { type, at, request: renderRequest(event.request) }
    case 'clock':
    case 'reset':
      return { type, at, now: at }
    case 'webhook.attempt':
      return { type, at, webhook: renderWebhook(event), message: event.message }
    case 'run.created':
    case 'run.running':
    case 'run.completed':
    case 'run.failed':
      return { type, at, run_id: event.runId }
  }
}
