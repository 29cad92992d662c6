import { member } from '../member.ts'

/** What the control API says has happened in a world. */
export interface LiveEvent {
  /** Such as `run.completed`. */
  readonly type: string
  readonly data: unknown
}

/**
 * Reads server-sent events until the stream ends. With `fetch`, because an EventSource cannot send the control token.
 * Rejects when the stream breaks.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  listen: (event: LiveEvent) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const event of blocks.map(parse)) if (event !== null) listen(event)
  }
}

/** Null for a comment, which only keeps the connection. */
function parse(block: string): LiveEvent | null {
  const line = block.split('\n').find((each) => each.startsWith('data: '))
  if (line === undefined) return null
  const data: unknown = JSON.parse(line.slice('data: '.length))
  return { type: String(member(data, 'type')), data }
}
