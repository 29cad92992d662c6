import { expect, onTestFinished } from 'vitest'
import type { TestApi } from '../api.ts'

interface Received {
  readonly id: number
  readonly type: string
  readonly data: { readonly at: number; readonly run_id?: string }
}

/** Follows the default world over a socket, as a browser does. */
export async function follow({ emulator }: TestApi, lastId?: number) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const response = await fetch(`${emulator.url}/_emulator/worlds/default/events`, {
    signal: abort.signal,
    headers: lastId === undefined ? {} : { 'last-event-id': String(lastId) },
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  /** Waits for the next events. */
  const take = async (count: number): Promise<Received[]> => {
    const events: Received[] = []
    while (events.length < count) {
      const end = text.indexOf('\n\n')
      if (end === -1) {
        text += (await reader?.read())?.value ?? ''
        continue
      }
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      if (!block.startsWith(':')) events.push(parse(block))
    }
    return events
  }
  return { take, leave: () => abort.abort() }
}

function parse(block: string): Received {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
  )
  return {
    id: Number(fields.get('id')),
    type: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? '') as Received['data'],
  }
}
