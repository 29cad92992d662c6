import { deadline, wallDelay } from '../kernel/clock.ts'
import { eventsOf } from '../kernel/event-stream.ts'
import { ControlError } from '../client/control-client.ts'
import type { WebhookAnswer } from '../schemas/control/webhooks/webhook.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'
import { connect, httpUrl, type Remote, remotely } from './remote.ts'
import type { ListenOptions } from './remote-options.ts'
import { stopSignal } from './stop-signal.ts'
import { describe } from './trigger.ts'

const RECONNECT_MS_MIN = 500
const RECONNECT_MS_MAX = 10_000
const FORWARD_MS_MAX = 10_000

/** The data of a `webhook.attempt` event. */
interface Attempt {
  readonly webhook: WebhookAnswer
  readonly message: SentMessage
}

/**
 * `flora-emulator listen`: prints every delivery attempt of a world's webhooks until SIGINT or SIGTERM, and with
 * `forwardTo` repeats each to that URL, whatever its result. Reconnects with exponential backoff.
 *
 * @throws {StartError} exit code 2 for an invalid URL, 1 when the emulator or the world is missing or refuses access
 */
export async function listen({ forwardTo, ...options }: ListenOptions): Promise<void> {
  const target = forwardTo === undefined ? null : httpUrl('--forward-to', forwardTo)
  const remote = connect(options)
  const stopping = stopSignal()
  const report = ({ webhook, message }: Attempt): void => {
    process.stdout.write(`${describe(webhook)}\n`)
    if (target !== null) void forward(webhook.id, message, target, stopping)
  }
  await remotely(async () => remote.world.get())
  process.stderr.write(
    `listening to world ${remote.world.name}; runs are announced when they have a callback_url\n`,
  )
  let lastId: string | null = null
  for (let failures = 0; !stopping.aborted; failures += 1) {
    const stream = await openStream(remote, lastId, stopping)
    if (stream !== null) {
      if (failures > 0) process.stderr.write('connected again\n')
      failures = 0
      for await (const { event, id, data } of eventsOf(stream)) {
        lastId = id ?? lastId
        if (event === 'webhook.attempt') report(JSON.parse(data) as Attempt)
      }
    }
    if (stopping.aborted) return
    if (failures === 0) process.stderr.write('connection lost; reconnecting\n')
    await wallDelay(reconnectDelayMs(failures), stopping)
    await checkWorld(remote, stopping)
  }
}

/** Milliseconds before the next attempt to connect: 500, doubled after each failure, 10,000 at most. */
export const reconnectDelayMs = (failures: number): number =>
  Math.min(RECONNECT_MS_MIN * 2 ** failures, RECONNECT_MS_MAX)

/**
 * Ends the reconnects when the world is gone or access is refused; an emulator that does not answer may come back.
 *
 * @throws {StartError} exit code 1
 */
async function checkWorld(remote: Remote, stopping: AbortSignal): Promise<void> {
  await remotely(async () => {
    try {
      await remote.world.get()
    } catch (error) {
      const isAway = error instanceof ControlError && (error.code === 'unreachable' || stopping.aborted)
      if (!isAway) throw error
    }
  })
}

/** Opens the event stream of the world after the event `lastId`. Returns null when there is no connection. */
async function openStream(
  { worldUrl, headers }: Remote,
  lastId: string | null,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  const resume: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId }
  const init = { headers: { ...headers, ...resume }, signal }
  const answer = await fetch(`${worldUrl}/events`, init).catch(() => null)
  if (answer?.ok === true) return answer.body
  await answer?.body?.cancel()
  return null
}

/** Sends the message of an attempt to `url`, and prints the result. */
async function forward(
  id: string,
  { body, headers }: SentMessage,
  url: string,
  stopping: AbortSignal,
): Promise<void> {
  const { signal, clear } = deadline(FORWARD_MS_MAX, stopping)
  const result = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal }).then(
    ({ status }) => `forwarded to ${url}: ${status}`,
    (error: unknown) => `not forwarded to ${url}: ${causeOf(error)}`,
  )
  clear()
  if (!stopping.aborted) process.stdout.write(`  ${id} ${result}\n`)
}

/** `fetch` hides the reason in the cause of its "fetch failed". */
const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
