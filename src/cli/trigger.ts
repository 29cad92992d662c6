import { StartError } from '../kernel/errors.ts'
import type { WebhookAnswer } from '../schemas/control/webhooks/webhook.ts'
import type { WorldHandle } from '../client/world-handle.ts'
import { connect, remotely } from './remote.ts'
import { ENDS, type TriggerOptions } from './remote-options.ts'

/**
 * `flora-emulator trigger`: makes a run end so, if it has not ended yet, and announces it: to `url`, or to the
 * `callback_url` that it was started with. Throws StartError: 2 for an unknown event, 1 when it cannot be done.
 */
export async function trigger(event: string, { run: runId, url, ...options }: TriggerOptions): Promise<void> {
  const end = ENDS.get(event)
  if (end === undefined) {
    throw new StartError(2, `unknown event "${event}"; known: ${[...ENDS.keys()].join(', ')}`)
  }
  const remote = connect(options)
  const webhooks = await remotely(async () => {
    const { status } = await remote.world.runs.get(runId)
    const isOver = status === 'completed' || status === 'failed'
    if (isOver && status !== end) throw new StartError(1, `run ${runId} is over: ${status}`)
    if (!isOver) await endRun(remote.world, runId, end)
    if (url !== undefined) return [await remote.world.webhooks.add({ run_id: runId, url })]
    return announced(remote.world, runId, isOver)
  })
  if (webhooks.length === 0) {
    throw new StartError(1, `run ${runId} was started without callback_url; say where with --url <url>`)
  }
  for (const webhook of webhooks) process.stdout.write(`${describe(webhook)}\n`)
  if (!webhooks.every(({ state }) => state === 'delivered')) process.exitCode = 1
}

async function endRun(world: WorldHandle, runId: string, end: 'completed' | 'failed'): Promise<void> {
  if (end === 'completed') await world.runs.complete(runId)
  else await world.runs.fail(runId)
}

/** What was sent when the run ended; sent again when that was long ago. */
async function announced(world: WorldHandle, runId: string, again: boolean): Promise<WebhookAnswer[]> {
  const webhooks = await world.webhooks.list({ run_id: runId })
  return again ? Promise.all(webhooks.map(async ({ id }) => world.webhooks.redeliver(id))) : webhooks
}

/** A webhook with its last attempt, in a line. */
export function describe({ id, type, run_id: runId, url, state, attempts }: WebhookAnswer): string {
  const last = attempts.at(-1)
  const answer = last === undefined ? 'not attempted' : (last.error ?? `${last.status}`)
  return `${type} ${runId} ${id} → ${url}: ${state} (${answer})`
}
