import { EventSourceParserStream } from 'eventsource-parser/stream'

/** An event of the control API's stream. */
export interface LiveEvent {
  /** @example 'run.completed' */
  readonly type: string
  readonly data: unknown
}

/**
 * Reads server-sent events until the stream ends. Uses `fetch`, because an EventSource cannot send the control token.
 * Rejects when the connection breaks.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  listen: (event: LiveEvent) => void,
): Promise<void> {
  const reader = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    listen({ type: value.event ?? 'message', data: JSON.parse(value.data) })
  }
}
