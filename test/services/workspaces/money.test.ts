import { expect, test } from 'vitest'
import { changeFixture } from '../../support/fixtures.ts'
import { MUG, startApi } from '../../support/api.ts'

const post = { method: 'POST', json: MUG }

/** Starts an emulator whose workspace can pay for `runs` runs of 0.04 dollars. */
async function startWithMoneyFor(runs: number) {
  const fixtures = changeFixture('world.json', (world) => {
    const workspace = world.workspaces.find(({ workspace_id }) => workspace_id === 'ws_abc123')
    if (workspace !== undefined) workspace.balance_usd = runs * 0.04
  })
  return startApi({ fixtures })
}

test('10 simultaneous requests with a balance for two create two runs', async () => {
  const api = await startWithMoneyFor(2)
  const answers = await Promise.all(Array.from({ length: 10 }, async () => api.call('/generate', post)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
  expect(answers.filter(({ status }) => status === 402)).toHaveLength(8)
  expect((await api.generations()).meta.total_estimate).toBe(3)
})

test('a completed run keeps its price, and a failed run returns it at its end', async () => {
  const api = await startWithMoneyFor(2)
  await api.generate()
  await api.generate({ prompt: '[[fail:SERVER_ERROR]]' })
  expect((await api.refusal('/generate', post)).status).toBe(402)
  await api.world.clock.advance({ seconds: 12 })
  await api.generate()
  await api.world.clock.advance({ seconds: 12 })
  expect((await api.refusal('/generate', post)).status).toBe(402)
})
