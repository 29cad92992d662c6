import { EventSourceParserStream } from 'eventsource-parser/stream'
import { wallDelay } from '../clock.ts'
import { StartError } from '../errors.ts'
import type { WebhookAnswer } from '../schemas/control/webhook.ts'
import { connect, type Remote, remotely } from './remote.ts'
import type { ListenOptions } from './remote-options.ts'
import { describe } from './trigger.ts'

const RETRY_MS = 1000
const FORWARD_MS_MAX = 10_000

/**
 * `flora-emulator listen`: prints every attempt to deliver a webhook of a world, and repeats it to a URL of this machine or
 * of any other, whatever came of it. Until SIGINT or SIGTERM. Throws StartError: 2 for what is no URL, 1 when there is no
 * emulator to begin with.
 */
export async function listen({ forwardTo, ...options }: ListenOptions): Promise<void> {
  if (forwardTo !== undefined && !(URL.canParse(forwardTo) && /^https?:/.test(forwardTo))) {
    throw new StartError(2, `--forward-to takes an http(s) URL, not ${JSON.stringify(forwardTo)}`)
  }
  const remote = connect(options)
  const stopping = stopSignal()
  let lastId: string | null = null
  const note = async (id: string | undefined, webhook: WebhookAnswer): Promise<void> => {
    lastId = id ?? lastId
    process.stdout.write(`${describe(webhook)}\n`)
    if (forwardTo !== undefined) process.stdout.write(`  ${await forward(webhook, forwardTo, stopping)}\n`)
  }
  await remotely(remote, async () => remote.world.get())
  process.stderr.write(
    `listening to world ${remote.world.name}; runs are announced when they have a callback_url\n`,
  )
  while (!stopping.aborted) {
    await follow(remote, lastId, stopping, note).catch(() => undefined)
    if (stopping.aborted) return
    process.stderr.write('the emulator is gone; trying again\n')
    await wallDelay(RETRY_MS, stopping)
  }
}

/** Reads the stream of events until it ends. */
async function follow(
  { worldUrl, headers }: Remote,
  lastId: string | null,
  stopping: AbortSignal,
  note: (id: string | undefined, webhook: WebhookAnswer) => Promise<void>,
): Promise<void> {
  const answer = await fetch(`${worldUrl}/events`, {
    headers: { ...headers, ...(lastId === null ? {} : { 'last-event-id': lastId }) },
    signal: stopping,
  })
  if (!answer.ok || answer.body === null) return
  const events = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { event, id, data } of events) {
    if (event === 'webhook.attempt') await note(id, (JSON.parse(data) as { webhook: WebhookAnswer }).webhook)
  }
}

/** Sends what was sent; what came of it, in words. */
async function forward(webhook: WebhookAnswer, url: string, stopping: AbortSignal): Promise<string> {
  const signature = webhook.attempts.at(-1)?.signature ?? null
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'flora-webhook-id': webhook.id,
        'flora-event': webhook.type,
        ...(signature === null ? {} : { 'flora-signature': signature }),
      },
      body: webhook.payload,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(FORWARD_MS_MAX)]),
    })
    return `forwarded to ${url}: ${status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return `not forwarded to ${url}: ${cause}`
  }
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}
