import { beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import type { NewWebhook } from '../../../src/store/webhooks/webhook-records.ts'
import type { WorldKey } from '../../../src/store/worlds/world-records.ts'
import { createRun, endRun } from '../../../src/store/runs/run-transactions.ts'
import {
  holdForNext,
  listDueWebhooks,
  listWorldsWithDueWebhooks,
  nextDueWebhook,
  releaseAfter,
} from '../../../src/store/webhooks/due-webhooks.ts'
import { findSecrets, rotateSecrets } from '../../../src/store/webhooks/webhook-secrets.ts'
import {
  addWebhookFor,
  changeWebhook,
  findWebhook,
  findWebhookByOrdinal,
  listWebhooks,
} from '../../../src/store/webhooks/webhooks.ts'
import { dropWorld } from '../../../src/store/worlds/worlds.ts'
import { at, openWorld, runCommand, T0 } from '../../support/store.ts'
import type { StoreUnderTest } from '../contract.ts'

const NEW: Omit<NewWebhook, 'id'> = {
  url: 'http://127.0.0.1/hook',
  mode: null,
  delayMs: 0,
  state: 'pending',
  dueAt: at(10_000),
  tries: 0,
}

/** Defines the tests of webhooks that every store must pass. */
export function webhookContract(name: string, open: () => StoreUnderTest): void {
  describe(`webhooks, ${name}`, () => {
    let store: Store
    let reopen: () => Promise<Store>
    let world: WorldKey

    beforeEach(async () => {
      ;({ store, reopen } = open())
      world = await openWorld(store)
    })

    /** Creates a run of ten seconds with a webhook. */
    const announced = async (changes: Partial<NewWebhook> = {}, options: object = {}) => {
      const [command, now] = runCommand(world, T0, options)
      const build = (ordinal: number, isPaid: boolean) => ({
        ...command.build(ordinal, isPaid),
        webhook: { ...NEW, id: `whd_${ordinal}`, ...changes },
      })
      return store.write(() => createRun({ ...command, build }, now))
    }
    const dueIds = async (until: number) => {
      const due = await store.read(listDueWebhooks(world, at(until)))
      return Promise.all(
        due.map(async (ordinal) => (await store.read(findWebhookByOrdinal(world, ordinal)))?.id),
      )
    }

    test('are committed with their run', async () => {
      await announced()
      const poor = await announced({}, { workspaceId: 'ws_poor', projectId: 'prj_poor' })
      expect(poor.outcome).toBe('insufficient_credits')
      store = await reopen()
      expect(await store.read(listWebhooks({ world, runId: null, state: null, limit: 10 }))).toEqual([
        { ...NEW, id: 'whd_1', ordinal: 1, runId: 'run_1', attempts: [] },
      ])
    })

    test('are listed when they are due, in order', async () => {
      await announced({ dueAt: at(3) })
      await announced({ dueAt: at(1) })
      await announced({ dueAt: at(3) })
      await announced({ state: 'held', dueAt: null })
      expect(await dueIds(2)).toEqual(['whd_2'])
      expect(await dueIds(3)).toEqual(['whd_2', 'whd_1', 'whd_3'])
      expect([
        await store.read(nextDueWebhook(world, at(1))),
        await store.read(nextDueWebhook(world, at(3))),
      ]).toEqual([at(3), null])
      expect(await store.read(listWorldsWithDueWebhooks())).toEqual(['default'])
    })

    test('are due at a forced end of their run, unless they were attempted or are held', async () => {
      await announced({ delayMs: 5 })
      await announced({ state: 'held', dueAt: null })
      await announced({ tries: 1 })
      for (const id of ['run_1', 'run_2', 'run_3']) {
        await store.write(() =>
          endRun(world, id, ({ plan }) => ({ ...plan, startsAt: T0, endsAt: at(1000) }), at(1000)),
        )
      }
      expect(await dueIds(1005)).toEqual(['whd_1'])
    })

    test('are changed as a whole or not at all', async () => {
      await announced()
      const attempt = {
        at: at(1),
        status: 200,
        durationMs: 1.5,
        error: null,
        signature: 't=1,v1=0',
        mode: null,
      }
      const change = { state: 'delivered', dueAt: null, tries: 1, attempts: [attempt] } as const
      const changed = await store.write(() => changeWebhook(world, 'whd_1', () => change))
      store = await reopen()
      expect(changed).toEqual({ outcome: 'changed', webhook: await store.read(findWebhook(world, 'whd_1')) })
      expect(await store.read(findWebhook(world, 'whd_1'))).toMatchObject(change)
      expect((await store.write(() => changeWebhook(world, 'whd_1', () => null))).outcome).toBe('refused')
      expect((await store.write(() => changeWebhook(world, 'whd_2', () => change))).outcome).toBe(
        'unknown_webhook',
      )
      expect(await store.read(listWebhooks({ world, runId: 'run_1', state: 'pending', limit: 10 }))).toEqual(
        [],
      )
      expect(
        await store.read(listWebhooks({ world, runId: null, state: 'delivered', limit: 10 })),
      ).toHaveLength(1)
    })

    test('a reordered webhook is held until the next one to its URL is delivered', async () => {
      await announced({ mode: 'reorder' })
      await announced({ mode: 'reorder', url: 'http://127.0.0.1/elsewhere' })
      await announced({ mode: 'reorder' })
      const read = async (ordinal: number) => {
        const webhook = await store.read(findWebhookByOrdinal(world, ordinal))
        if (webhook === null) throw new Error(`no webhook ${ordinal}`)
        return webhook
      }
      const hold = async (ordinal: number) => {
        const webhook = await read(ordinal)
        return store.write(() => holdForNext(world, webhook))
      }
      expect([await hold(1), await hold(2), await hold(3)]).toEqual([true, true, false])
      expect(await dueIds(10_000)).toEqual(['whd_3'])
      const third = await read(3)
      expect(await store.write(() => releaseAfter(world, third, at(11_000)))).toBe(1)
      expect(await dueIds(11_000)).toEqual(['whd_3', 'whd_1'])
      expect(await read(1)).toMatchObject({ state: 'pending', mode: null })
    })

    test('secrets are stored for each workspace of each world', async () => {
      const secrets = { secret: 'whsec_b', previous: 'whsec_a', previousUntil: at(5), rotations: 1 }
      expect(await store.read(findSecrets(world, 'ws_rich'))).toBeNull()
      await store.write(() => rotateSecrets(world, 'ws_rich', () => secrets))
      const other = await openWorld(store, 'other')
      store = await reopen()
      expect(await store.read(findSecrets(world, 'ws_rich'))).toEqual(secrets)
      expect(await store.read(findSecrets(world, 'ws_poor'))).toBeNull()
      expect(await store.read(findSecrets(other, 'ws_rich'))).toBeNull()
      const again = await store.write(() =>
        rotateSecrets(world, 'ws_rich', (before) => ({
          ...secrets,
          previous: before?.secret ?? null,
          rotations: 2,
        })),
      )
      expect(again).toMatchObject({ previous: 'whsec_b', rotations: 2 })
    })

    test('are dropped with their world', async () => {
      await announced()
      await store.write(() =>
        rotateSecrets(world, 'ws_rich', () => ({
          secret: 'whsec_b',
          previous: null,
          previousUntil: null,
          rotations: 1,
        })),
      )
      await store.write(() => dropWorld(world))
      expect(await store.read(findWebhook(world, 'whd_1'))).toBeNull()
      expect(await store.read(findSecrets(world, 'ws_rich'))).toBeNull()
      expect(
        await store.write(() => addWebhookFor(world, 'run_1', () => ({ ...NEW, id: 'whd_9' }))),
      ).toBeNull()
    })
  })
}
