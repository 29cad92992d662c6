import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WorldClock } from '../../../src/kernel/clock.ts'
import { EventFeed, type WorldEvent } from '../../../src/services/requests/event-feed.ts'
import { MemoryBudget } from '../../../src/services/requests/memory-budget.ts'
import { recordRequest } from '../../../src/services/requests/recorded-request.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import type { RunRecord } from '../../../src/store/runs/run-records.ts'
import type { Store } from '../../../src/store/store.ts'
import { addWebhookFor } from '../../../src/store/webhooks/webhooks.ts'
import type { WorldKey } from '../../../src/store/worlds/world-records.ts'
import { RECEIVED } from '../../support/requests.ts'
import { at, openWorld, startRun, T0 } from '../../support/store.ts'

let store: Store
let key: WorldKey
let run: RunRecord

/** Creates a world with a run of ten seconds. */
beforeEach(async () => {
  store = new SqliteStore(null)
  onTestFinished(() => store.close())
  key = await openWorld(store)
  const started = await startRun(store, key, T0)
  if (started.outcome !== 'created') throw new Error(started.outcome)
  run = started.run
})

const LISTENER = { onEvent: () => undefined, onEnd: () => undefined }

describe('held events count against the memory budget', () => {
  const text = 'x'.repeat(10_000)
  const events: readonly (readonly [string, () => Promise<WorldEvent>])[] = [
    [
      'requests',
      async () => ({ type: 'request', at: T0, request: recordRequest({ ...RECEIVED, answer: text }) }),
    ],
    [
      'attempts of webhooks',
      async () => {
        const build = (ordinal: number) => ({
          id: `whd_${ordinal}`,
          url: 'http://127.0.0.1/hook',
          mode: null,
          delayMs: 0,
          state: 'pending' as const,
          dueAt: at(10_000),
          tries: 0,
        })
        const webhook = await store.write(() => addWebhookFor(key, run.id, build))
        if (webhook === null) throw new Error('no webhook')
        return { type: 'webhook.attempt', at: T0, webhook, run, message: { body: text, headers: {} } }
      },
    ],
  ]

  test.each(events)('%s: the oldest are dropped for a new one that has no room', async (_, build) => {
    const budget = new MemoryBudget(100_000)
    const clock = new WorldClock({ mode: 'manual', nowMs: T0 })
    const feed = new EventFeed(store, { key, clock }, budget, (error) => expect.fail(String(error)))
    await feed.subscribe(null, LISTENER)
    const event = await build()
    for (let count = 0; count < 20; count += 1) feed.publish(event)
    const held: number[] = []
    await feed.subscribe(0, { ...LISTENER, onEvent: ({ id }) => held.push(id) })
    expect(held.at(-1)).toBe(20)
    expect(held.length).toBeLessThan(6)
    expect(budget.take(100_000)).toBe(false)
    feed.end()
    expect(budget.take(100_000)).toBe(true)
  })
})

test('an error while the feed follows a real clock is reported', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: T0 })
  onTestFinished(() => void vi.useRealTimers())
  const errors: unknown[] = []
  const clock = new WorldClock({ mode: 'real', offsetMs: 0 })
  const feed = new EventFeed(store, { key, clock }, new MemoryBudget(), (error) => errors.push(error))
  await feed.subscribe(null, LISTENER)
  vi.spyOn(store, 'read').mockRejectedValue(new Error('the disk is gone'))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(errors).toEqual([new Error('the disk is gone')])
})
