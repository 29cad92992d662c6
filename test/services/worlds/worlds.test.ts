import { expect, test } from 'vitest'
import { START, startApi, type TestApi } from '../../support/api.ts'

test('each sk_test key has a world of its own, created from the fixtures', async () => {
  const api = await startApi()
  const [one, two] = [api.as('sk_test_one'), api.as('sk_test_two')]
  const { run_id: id } = await one.generate()
  expect((await one.generations()).generations).toHaveLength(2)
  expect((await two.generations()).generations).toHaveLength(1)
  expect((await two.refusal(`/runs/${id}`)).status).toBe(404)
})

test('the same requests get the same ids in every world, and media URLs name the world', async () => {
  const api = await startApi({ durationScale: 0 })
  const [one, two] = [api.as('sk_test_one'), api.as('sk_test_two')]
  const { run_id: id } = await one.generate()
  expect((await two.generate()).run_id).toBe(id)
  expect((await one.run(id)).outputs?.[0]?.url).toContain(`/media/one/${id}/`)
  expect((await two.run(id)).outputs?.[0]?.url).toContain(`/media/two/${id}/`)
})

test('a world key is case-insensitive', async () => {
  const api = await startApi()
  const { run_id: id } = await api.as('sk_test_Checkout').generate()
  expect((await api.as('sk_test_checkout').run(id)).status).toBe('pending')
})

test('clocks of worlds are independent', async () => {
  const api = await startApi()
  const [one, two] = [api.as('sk_test_one'), api.as('sk_test_two')]
  await one.world.clock.advance({ seconds: 60 })
  const createdAt = async (world: TestApi) => (await world.run((await world.generate()).run_id)).created_at
  expect([await createdAt(one), await createdAt(two)]).toEqual([START + 60_000, START])
})

test('simultaneous first requests create one world', async () => {
  const api = (await startApi()).as('sk_test_crowd')
  const started = await Promise.all(Array.from({ length: 20 }, async () => api.generate()))
  expect(new Set(started.map((run) => run.run_id)).size).toBe(20)
  expect((await api.generations()).meta.total_estimate).toBe(21)
})
