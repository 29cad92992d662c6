import { request, type ServerResponse } from 'node:http'
import type { Emulator } from '../../../src/index.ts'
import { serve } from '../net/file-server.ts'

/** Answers a request instead of the emulator. Returns false to let the emulator answer. */
export type Spoil = (path: string, response: ServerResponse, count: number) => boolean

export interface Proxy {
  /** Base URL, such as `http://127.0.0.1:1234/api/v1`. */
  readonly base: URL
  /** Every request, such as `GET /models`. */
  readonly seen: string[]
}

/** A proxy in front of an emulator that misbehaves where `spoil` says so. */
export async function proxyOf(emulator: Emulator, spoil: Spoil = () => false): Promise<Proxy> {
  const seen: string[] = []
  const { url } = await serve((incoming, response) => {
    const path = (incoming.url ?? '').replace('/api/v1', '')
    seen.push(`${incoming.method} ${path}`)
    if (spoil(path, response, seen.length)) return
    const target = { method: incoming.method, headers: incoming.headers }
    const outgoing = request(emulator.url + incoming.url, target, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    incoming.pipe(outgoing)
  })
  return { base: new URL(`${url}/api/v1`), seen }
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, value: unknown, status = 200): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  return true
}
