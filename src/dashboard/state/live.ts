import { effect, signal } from '@preact/signals'
import { control, fetchControl } from '../api/client.ts'
import { tokenHeaders } from '../api/token.ts'
import { type LiveEvent, readEvents } from './event-stream.ts'
import { worldName } from './route.ts'

/** State of the event stream. `unknown-world`: the emulator answers, but the world does not exist. */
export type Connection = 'connecting' | 'live' | 'lost' | 'unknown-world'

export const connection = signal<Connection>('connecting')

/**
 * Counts the connections to the current world; 0 before the first. Views load after each, because events may have been
 * missed before it.
 */
export const epoch = signal(0)

type Outcome = 'ended' | 'unreachable' | 'unknown-world'

const RETRY_MS = { first: 250, max: 4000 }
const listeners = new Set<(event: LiveEvent) => void>()

/** Calls back with every event of the current world. Returns a function that unsubscribes. */
export function onEvent(listen: (event: LiveEvent) => void): () => void {
  listeners.add(listen)
  return () => listeners.delete(listen)
}

/** Follows the events of the current world, and reconnects when the connection is lost. */
export function startLive(): void {
  const isHidden = signal(document.hidden)
  document.addEventListener('visibilitychange', () => (isHidden.value = document.hidden))
  effect(() => {
    const world = worldName.value
    // Browsers allow six connections to a server, so hidden tabs must not hold one.
    if (isHidden.value) return
    const abort = new AbortController()
    // Reading the token here makes a new token reconnect.
    void follow(world, tokenHeaders(), abort.signal)
    return () => abort.abort()
  })
}

async function follow(world: string, headers: HeadersInit, stop: AbortSignal): Promise<void> {
  connection.value = 'connecting'
  epoch.value = 0
  let retryMs = RETRY_MS.first
  while (!stop.aborted) {
    const outcome = await connect(world, headers, stop)
    if (stop.aborted) return
    connection.value = outcome === 'unknown-world' ? outcome : 'lost'
    retryMs = outcome === 'ended' ? RETRY_MS.first : Math.min(retryMs * 2, RETRY_MS.max)
    await pause(retryMs, stop)
  }
}

async function connect(world: string, headers: HeadersInit, stop: AbortSignal): Promise<Outcome> {
  try {
    const answer = await fetchControl(`${control.value.url}/worlds/${world}/events`, {
      signal: stop,
      headers,
    })
    if (answer.status === 404) return 'unknown-world'
    if (!answer.ok || answer.body === null) return 'unreachable'
    connection.value = 'live'
    epoch.value += 1
    await readEvents(answer.body, (event) => {
      for (const listen of listeners) listen(event)
    })
    return 'ended'
  } catch {
    // A restart of the emulator breaks the stream.
    return 'unreachable'
  }
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(), { once: true })
  })
}
