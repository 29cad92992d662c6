import { wallDelay } from '../../kernel/clock.ts'
import type { WorldHandle } from '../../client/world-handle.ts'
import type { Recording } from './recording.ts'

const LOOK_MS = 50
/** Wall time without a request after which the client is taken to wait for a webhook. */
const SILENCE_MS = 250

/**
 * Moves an `auto` clock to the next webhook whenever the client is silent, because only polls move it otherwise. Returns
 * when `stopping` aborts.
 */
export async function driveWebhooks(
  world: WorldHandle,
  recording: Recording,
  stopping: AbortSignal,
): Promise<void> {
  while (await wallDelay(LOOK_MS, stopping)) {
    if (!recording.hasReceiver || recording.silenceMs < SILENCE_MS) continue
    const pending = await world.webhooks.list({ state: 'pending' })
    const now = await world.clock.now()
    const due = pending.flatMap(({ next_attempt_at: at }) => (at === null || at <= now ? [] : [at]))
    if (due.length > 0 && !stopping.aborted) await world.clock.advance({ to: Math.min(...due) })
  }
}
