import { EventSourceParserStream } from 'eventsource-parser/stream'
import { deadline, wallDelay } from '../kernel/clock.ts'
import { ControlError } from '../client/control-client.ts'
import { StartError } from '../kernel/errors.ts'
import type { WebhookAnswer } from '../schemas/control/webhooks/webhook.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'
import { connect, type Remote, remotely } from './remote.ts'
import type { ListenOptions } from './remote-options.ts'
import { describe } from './trigger.ts'

const RETRY_MS = 1000
const FORWARD_MS_MAX = 10_000

/** The attempt that an event tells of. */
interface Attempt {
  readonly webhook: WebhookAnswer
  readonly message: SentMessage
}

/**
 * `flora-emulator listen`: prints every attempt to deliver a webhook of a world, and repeats it to a URL of this machine or
 * of any other, whatever came of it. Until SIGINT or SIGTERM. Throws StartError: 2 for what is no URL, 1 when there is no
 * emulator, or no such world, to begin with.
 */
export async function listen({ forwardTo, ...options }: ListenOptions): Promise<void> {
  if (forwardTo !== undefined && !(URL.canParse(forwardTo) && /^https?:/.test(forwardTo))) {
    throw new StartError(2, `--forward-to takes an http(s) URL, not ${JSON.stringify(forwardTo)}`)
  }
  const remote = connect(options)
  const stopping = stopSignal()
  const note = ({ webhook, message }: Attempt): void => {
    process.stdout.write(`${describe(webhook)}\n`)
    if (forwardTo !== undefined) void forward(webhook.id, message, forwardTo, stopping)
  }
  await remotely(async () => remote.world.get())
  process.stderr.write(
    `listening to world ${remote.world.name}; runs are announced when they have a callback_url\n`,
  )
  let lastId: string | null = null
  while (!stopping.aborted) {
    for await (const { id, attempt } of attempts(remote, lastId, stopping)) {
      lastId = id ?? lastId
      note(attempt)
    }
    if (stopping.aborted) return
    process.stderr.write('the stream of events has ended; trying again\n')
    await wallDelay(RETRY_MS, stopping)
    await stillThere(remote, stopping)
  }
}

/** Throws StartError (1) when an emulator answers that the world is gone, or that the token is wrong. */
async function stillThere(remote: Remote, stopping: AbortSignal): Promise<void> {
  await remotely(async () =>
    remote.world.get().catch((error: unknown) => {
      const isAway = error instanceof ControlError && error.code === 'unreachable'
      if (!isAway && !stopping.aborted) throw error
    }),
  )
}

/** Those that the stream of events tells of, until it ends for whatever reason. */
async function* attempts(
  { worldUrl, headers }: Remote,
  lastId: string | null,
  stopping: AbortSignal,
): AsyncGenerator<{ readonly id: string | undefined; readonly attempt: Attempt }> {
  try {
    const answer = await fetch(`${worldUrl}/events`, {
      headers: { ...headers, ...(lastId === null ? {} : { 'last-event-id': lastId }) },
      signal: stopping,
    })
    if (!answer.ok || answer.body === null) return
    const events = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for await (const { event, id, data } of events) {
      if (event === 'webhook.attempt') yield { id, attempt: JSON.parse(data) as Attempt }
    }
  } catch {
    // The emulator is gone; whoever listens comes back.
  }
}

/** Sends the same once more, and prints what came of it. */
async function forward(
  id: string,
  { body, headers }: SentMessage,
  url: string,
  stopping: AbortSignal,
): Promise<void> {
  const { signal, lift } = deadline(FORWARD_MS_MAX, stopping)
  try {
    const { status } = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    process.stdout.write(`  ${id} forwarded to ${url}: ${status}\n`)
  } catch (error) {
    if (stopping.aborted) return
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    process.stdout.write(`  ${id} not forwarded to ${url}: ${cause}\n`)
  } finally {
    lift()
  }
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}
