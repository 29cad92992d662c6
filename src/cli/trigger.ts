import { StartError } from '../kernel/errors.ts'
import type { WebhookAnswer } from '../schemas/control/webhooks/webhook.ts'
import type { WorldHandle } from '../client/world-handle.ts'
import { startRun } from './new-run.ts'
import { connect, httpUrl, type Remote, remotely } from './remote.ts'
import { ENDS, type TriggerOptions } from './remote-options.ts'

/**
 * `flora-emulator trigger`: ends a run with `event` unless it has ended, and announces it to `url` or to its
 * `callback_url`. Without `run` it starts a run of its own, which needs `url`.
 *
 * @throws {StartError} exit code 2 for wrong usage, 1 when the emulator refuses
 */
export async function trigger(event: string, { run, url: text, ...options }: TriggerOptions): Promise<void> {
  const end = ENDS.get(event)
  if (end === undefined) {
    throw new StartError(2, `unknown event "${event}"; known: ${[...ENDS.keys()].join(', ')}`)
  }
  const url = text === undefined ? null : httpUrl('--url', text)
  const remote = connect(options)
  const webhooks = await remotely(async () =>
    run === undefined
      ? announceNewRun(remote, end, url)
      : announceRun(remote.world, { runId: run, end, url }),
  )
  for (const webhook of webhooks) process.stdout.write(`${describe(webhook)}\n`)
  if (!webhooks.every(({ state }) => state === 'delivered')) process.exitCode = 1
}

type End = 'completed' | 'failed'

async function announceNewRun(remote: Remote, end: End, url: string | null): Promise<WebhookAnswer[]> {
  if (url === null) {
    const message =
      'nothing to announce: name a run with --run <id>, or the receiver of a new run with --url <url>'
    throw new StartError(2, message)
  }
  const runId = await startRun(remote, url)
  await endRun(remote.world, runId, end)
  return remote.world.webhooks.list({ run_id: runId })
}

async function announceRun(
  world: WorldHandle,
  { runId, end, url }: { readonly runId: string; readonly end: End; readonly url: string | null },
): Promise<WebhookAnswer[]> {
  const { status } = await world.runs.get(runId)
  const hasEnded = status === 'completed' || status === 'failed'
  if (hasEnded && status !== end) throw new StartError(1, `run ${runId} has already ended: ${status}`)
  if (!hasEnded) await endRun(world, runId, end)
  if (url !== null) return [await world.webhooks.add({ run_id: runId, url })]
  const webhooks = await world.webhooks.list({ run_id: runId })
  if (webhooks.length === 0) {
    throw new StartError(1, `run ${runId} was started without callback_url; name a receiver with --url <url>`)
  }
  return hasEnded ? Promise.all(webhooks.map(async ({ id }) => world.webhooks.redeliver(id))) : webhooks
}

async function endRun(world: WorldHandle, runId: string, end: End): Promise<void> {
  if (end === 'completed') await world.runs.complete(runId)
  else await world.runs.fail(runId)
}

/** Describes a webhook and its last attempt in one line. */
export function describe({ id, type, run_id: runId, url, state, attempts }: WebhookAnswer): string {
  const last = attempts.at(-1)
  const answer = last === undefined ? 'not attempted' : (last.error ?? `${last.status}`)
  return `${type} ${runId} ${id} → ${url}: ${state} (${answer})`
}
