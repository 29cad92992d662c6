import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { fastify } from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { sendEvents } from '../../../src/control/requests/send-events.ts'
import { type EpochMs, epochMs } from '../../../src/kernel/units.ts'
import type { FeedEvent, Listener } from '../../../src/services/requests/event-feed.ts'
import { startApi } from '../../support/api.ts'
import { control } from '../../support/control.ts'

const MEGABYTE = 1024 * 1024

/** An event of a megabyte and some bytes. */
const large = (id: number): FeedEvent => ({
  id,
  type: 'run.created',
  at: epochMs(0),
  runId: 'x'.repeat(MEGABYTE),
})

/** A server that streams one feed. `subscribing` is what a subscription waits for. */
async function streaming(subscribing: (listener: Listener) => Promise<void> = async () => undefined) {
  const listeners = new Set<Listener>()
  const feed = {
    subscribe: async (_lastId: number | null, listener: Listener) => {
      await subscribing(listener)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const logged: string[] = []
  const responses: ServerResponse[] = []
  const stopping = new AbortController()
  const app = fastify({
    loggerInstance: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
  })
  app.get('/', async (_request, reply) => {
    responses.push(reply.raw)
    return sendEvents(reply, { feed, lastId: null, stopping: stopping.signal })
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    const closed = app.close()
    app.server.closeAllConnections()
    await closed
  })
  const publish = (event: FeedEvent): void => {
    for (const { onEvent } of listeners) onEvent(event)
  }
  return { app, url, listeners, responses, logged, publish, stopping }
}

/** A client that asks for the stream and never reads what it is sent. */
async function deafClient({ app }: Pick<Awaited<ReturnType<typeof streaming>>, 'app'>): Promise<Socket> {
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.pause()
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  return socket
}

/** A client that reads the stream. */
async function hearingClient(url: string) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const { body } = await fetch(url, { signal: abort.signal })
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  return {
    leave: () => abort.abort(),
    /** Reads on until that many events of a megabyte have arrived. */
    hear: async (count: number): Promise<number> => {
      let bytes = 0
      while (bytes < count * MEGABYTE) bytes += (await reader.read()).value?.length ?? Number.NaN
      return Math.floor(bytes / MEGABYTE)
    },
  }
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { interval: 2, timeout: 10_000 }).toBe(true)
}

test('a client that leaves while it subscribes leaves no listener', async () => {
  let goOn = (): void => undefined
  let isAsked = false
  const server = await streaming(async () => {
    isAsked = true
    await new Promise<void>((resolve) => (goOn = resolve))
  })
  const connected = once(server.app.server, 'connection')
  const client = await deafClient(server)
  const [accepted] = (await connected) as [Socket]
  await until(() => isAsked)
  client.destroy()
  await once(accepted, 'close')
  goOn()
  await server.app.close()
  expect(server.listeners.size).toBe(0)
})

test('a subscription that fails is answered and logged, not left open', async () => {
  const { url, logged } = await streaming(async () => {
    throw new Error('the store is gone')
  })
  expect((await fetch(url)).status).toBe(500)
  expect(logged.join('')).toContain('the store is gone')
})

test('a client that never reads is cut with a line in the log, while others go on', async () => {
  const server = await streaming()
  await deafClient(server)
  await until(() => server.listeners.size === 1)
  const { hear, leave } = await hearingClient(server.url)
  await until(() => server.listeners.size === 2)
  for (let id = 1; id <= 40; id += 1) {
    server.publish(large(id))
    expect(await hear(1)).toBe(1)
  }
  expect(server.listeners.size).toBe(1)
  expect(server.logged.join('')).toMatch(/"msg":"event stream cut: the client left \d{7} bytes unread"/)
  leave()
  await until(() => server.listeners.size === 0)
})

test('a client that missed more than it may leave unread is sent all of it', async () => {
  const { url, listeners, logged, publish } = await streaming(async (listener) => {
    for (let id = 1; id <= 30; id += 1) listener.onEvent(large(id))
  })
  const client = hearingClient(url)
  await until(() => listeners.size === 1)
  publish(large(31))
  expect(await (await client).hear(31)).toBe(31)
  expect(logged).toEqual([])
})

test('an event that cannot be rendered ends the stream, and not the work that it came from', async () => {
  const server = await streaming()
  const answer = fetch(server.url).then((response) => response.text())
  await until(() => server.listeners.size === 1)
  const broken: FeedEvent = {
    id: 1,
    type: 'reset',
    get at(): EpochMs {
      throw new Error('cannot be read')
    },
  }
  expect(() => server.publish(broken)).not.toThrow()
  await expect(answer).rejects.toThrow('terminated')
  expect(server.logged.join('')).toContain('an event could not be sent')
  await until(() => server.listeners.size === 0)
})

test('a client that never reads does not delay shutdown', async () => {
  const server = await streaming()
  await deafClient(server)
  await until(() => server.listeners.size === 1)
  const isStuck = (): boolean => server.responses.some(({ writableLength }) => writableLength > MEGABYTE)
  for (let id = 1; !isStuck(); id += 1) {
    server.publish(large(id))
    // The operating system takes more bytes between two turns of the event loop.
    await new Promise(setImmediate)
  }
  server.stopping.abort()
  await server.app.close()
  await until(() => server.listeners.size === 0)
})

test('HEAD is refused, because it would never end', async () => {
  expect((await control(await startApi(), 'HEAD', '/worlds/default/events')).status).toBe(404)
})
