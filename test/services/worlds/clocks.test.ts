import { expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'

test('with an automatic clock the polls of a run show pending, running, completed', async () => {
  const api = await startApi({ clock: 'auto' })
  const { run_id: id } = await api.generate()
  const seen = [await api.run(id), await api.run(id), await api.run(id), await api.run(id)]
  expect(seen.map(({ status }) => status)).toEqual(['pending', 'running', 'completed', 'completed'])
})

test('with an automatic clock a list moves the clock to the next change of its runs', async () => {
  const api = await startApi({ clock: 'auto' })
  await api.generate({ prompt: '[[duration:10]]' })
  await api.generate({ prompt: '[[duration:1000]]' })
  const seen: string[] = []
  for (let poll = 0; poll < 5; poll += 1) {
    const { generations } = await api.generations('?limit=2')
    seen.push(generations.map(({ status }) => status).join(' '))
  }
  expect(seen).toEqual([
    'pending pending',
    'pending running',
    'pending completed',
    'running completed',
    'completed completed',
  ])
})

test('a run with --duration-scale 0 is completed at creation', async () => {
  const api = await startApi({ durationScale: 0 })
  const { run_id: id } = await api.generate()
  expect((await api.run(id)).status).toBe('completed')
})

test('--duration-scale multiplies the estimate of the model', async () => {
  const api = await startApi({ durationScale: 0.5 })
  const { run_id: id, estimated_seconds } = await api.generate()
  expect(estimated_seconds).toBe(12)
  await api.world.clock.advance({ ms: 5_999 })
  expect((await api.run(id)).status).toBe('running')
  await api.world.clock.advance({ ms: 1 })
  expect((await api.run(id)).status).toBe('completed')
})

test('a real clock follows wall time', async () => {
  const before = Date.now()
  const api = await startApi({ clock: 'real' })
  const { run_id: id } = await api.generate()
  const { created_at } = await api.run(id)
  expect(created_at).toBeGreaterThanOrEqual(before)
  expect(created_at).toBeLessThanOrEqual(Date.now())
  await api.world.clock.advance({ seconds: 12 })
  expect((await api.run(id)).status).toBe('completed')
})
