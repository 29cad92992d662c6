import { expect, onTestFinished, test } from 'vitest'
import { createConfig } from '../../src/config/config.ts'
import { serve, type ServedEmulator } from '../../src/server/emulator.ts'
import type { EndReview, WorldReview } from '../../src/server/review.ts'
import { MUG, TestApi } from '../support/api.ts'
import { failing, start } from '../support/checks.ts'

interface Reviewed {
  readonly api: TestApi
  readonly emulator: ServedEmulator
  readonly end: EndReview
}

async function startReview(): Promise<Reviewed> {
  const options = { port: '0', logLevel: 'silent', clock: 'manual', rateLimit: 'off', seed: 'test' }
  const emulator = await serve(createConfig(options, {}))
  onTestFinished(async () => emulator.close())
  const end = await emulator.beginReview(new Set())
  return { api: new TestApi(emulator, emulator.apiKey), emulator, end }
}

/** Pays 0.08 dollars, 0.04 of them by mistake. */
async function payTwice(api: TestApi): Promise<void> {
  await start(api, {}, failing('drop:after'))
  await start(api)
}

const checksOf = (review: WorldReview | undefined) => review?.findings.map(({ check }) => check)

test('what a command did before a reset counts, as if its world had ended', async () => {
  const { api, end } = await startReview()
  await payTwice(api)
  await api.world.reset()
  await start(api, { parameters: {} })
  const [review, ...others] = await end()
  expect(others).toEqual([])
  expect(review).toMatchObject({ world: 'default', spentUsd: 0.12, unchecked: 0 })
  expect(checksOf(review)).toEqual(['retry-without-key', 'unknown-field'])
  expect(review?.models).toHaveLength(1)
})

test('several resets and a deletion add up, and name the world once', async () => {
  const { api, end } = await startReview()
  for (let round = 0; round < 3; round += 1) {
    await payTwice(api)
    await api.world.reset()
  }
  await payTwice(api)
  await api.world.drop()
  expect((await end()).map(({ world, spentUsd }) => [world, spentUsd])).toEqual([['default', 0.32]])
})

test('a world that is deleted and created again is one', async () => {
  const { api, end } = await startReview()
  const other = api.as('sk_test_other')
  await payTwice(other)
  await other.world.drop()
  await payTwice(other)
  const reviews = await end()
  expect(reviews.find(({ world }) => world === 'other')?.spentUsd).toBe(0.16)
})

test('spending that a snapshot holds is not counted again when it is restored', async () => {
  const { api, end } = await startReview()
  await start(api)
  const snapshot = await api.world.snapshot()
  await start(api)
  await api.world.restore(snapshot)
  await start(api)
  await api.as('sk_test_copy').world.restore(snapshot)
  const spent = (await end()).map(({ world, spentUsd }) => [world, spentUsd])
  expect(spent).toEqual([
    ['default', 0.12],
    ['copy', 0],
  ])
})

test('a snapshot that is refused changes nothing', async () => {
  const { api, end } = await startReview()
  await payTwice(api)
  const snapshot = await api.world.snapshot()
  const tables = { ...snapshot.tables, projects: [] }
  await expect(api.world.restore({ ...snapshot, tables })).rejects.toThrow(/tables\.\w+\.0/)
  const [review] = await end()
  expect(review?.spentUsd).toBe(0.08)
  expect(checksOf(review)?.filter((check) => check === 'retry-without-key')).toHaveLength(1)
})

test('ignored checks are ignored before a reset, too', async () => {
  const { api, emulator } = await startReview()
  const end = await emulator.beginReview(new Set(['retry-without-key', 'never-read']))
  await payTwice(api)
  await api.world.reset()
  expect(checksOf((await end())[0])).toEqual([])
})

test('a world that is reset without end keeps a thousand findings, and says what was not checked', async () => {
  const { api, end } = await startReview()
  const { emulator, apiKey } = api
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(MUG) }
  for (const runs of [1000, 5]) {
    const starts = Array.from({ length: runs }, async () =>
      emulator.fetch(`${emulator.baseUrl}/generate`, init),
    )
    await Promise.all(starts)
    await api.world.clock.advance({ until: 'idle' })
    await api.world.reset()
  }
  const [review] = await end()
  expect(review).toMatchObject({ unchecked: 5, spentUsd: 40.2 })
  expect(review?.findings).toHaveLength(1000)
})
