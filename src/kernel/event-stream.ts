import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Parses a stream of server-sent events until the connection ends. */
export async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const parsed: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => parsed.push(event) })
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    // The only call that a lost connection rejects. Any other error is a bug, and must not look like one.
    const chunk = await reader.read().catch(() => null)
    if (chunk === null || chunk.done) return
    parser.feed(chunk.value)
    yield* parsed.splice(0)
  }
}
