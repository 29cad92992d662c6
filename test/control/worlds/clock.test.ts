import { expect, test } from 'vitest'
import { START, startApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

test('advance lists the events on the way, in order', async () => {
  const api = await startApi()
  const slow = await api.generate({}, { 'x-flora-emulator': 'duration:400' })
  const quick = await api.generate({}, { 'x-flora-emulator': 'duration:10, fail:SERVER_ERROR' })
  const { now, events } = await api.world.clock.advance({ seconds: 100 })
  expect(now).toBe(START + 100_000)
  expect(events.map(({ type, run_id: id }) => [type, id])).toEqual([
    ['run.running', quick.run_id],
    ['run.failed', quick.run_id],
    ['run.running', slow.run_id],
  ])
  expect(events[1]?.at).toBe(START + 10_000)
})

test('until idle stops at the end of the last run, and until a run at the end of that run', async () => {
  const api = await startApi()
  const slow = await api.generate({}, { 'x-flora-emulator': 'duration:100' })
  const quick = await api.generate({}, { 'x-flora-emulator': 'duration:20' })
  expect((await api.world.clock.advance({ until: quick.run_id })).now).toBe(START + 20_000)
  expect((await api.run(quick.run_id)).status).toBe('completed')
  expect((await api.run(slow.run_id)).status).toBe('running')
  expect((await api.world.clock.advance({ until: 'idle' })).now).toBe(START + 100_000)
  expect(await api.world.clock.advance({ until: 'idle' })).toEqual({
    now: START + 100_000,
    events: [],
    events_omitted: 0,
  })
})

test('a clock continues from its instant in another mode', async () => {
  const api = await startApi()
  const { clock } = api.world
  await clock.advance({ seconds: 7 })
  expect(await clock.set({ mode: 'auto' })).toMatchObject({ mode: 'auto', now: START + 7000 })
  const { run_id: id } = await api.generate()
  const states = [await api.run(id), await api.run(id), await api.run(id)]
  expect(states.map(({ status }) => status)).toEqual(['pending', 'running', 'completed'])
  const real = await clock.set({ mode: 'real', now: START + 1_000_000 })
  expect(real.now).toBeGreaterThanOrEqual(START + 1_000_000)
  expect(real.now).toBeLessThan(START + 1_010_000)
})

test.each([
  [{}, 'Must have exactly one of ms, seconds, to, until'],
  [{ ms: 1, seconds: 1 }, 'Must have exactly one of'],
  [{ ms: -1 }, 'ms: '],
  [{ ms: 1.5 }, 'ms: '],
  [{ ms: '1' }, 'ms: Expected integer'],
  [{ seconds: 1e300 }, 'seconds: '],
  [{ seconds: 1e12 }, 'Must not lead beyond the year 9998'],
  [{ to: START - 1 }, 'to: Must not be before'],
  [{ to: 1e18 }, 'to: '],
  [{ until: 'later' }, 'until: '],
  [{ days: 1 }, 'days: '],
  [null, 'Must have exactly one of'],
])('advancing by %j is refused', async (by, message) => {
  const api = await startApi()
  const [status, text] = await refused(api, 'POST', '/worlds/default/clock/advance', JSON.stringify(by))
  expect(status).toBe(400)
  expect(text).toContain(message)
  expect(await api.world.clock.now()).toBe(START)
})

test('advancing to an unknown run is 404', async () => {
  const api = await startApi()
  expect(await refused(api, 'POST', '/worlds/default/clock/advance', { until: 'run_nope' })).toEqual([
    404,
    'Run run_nope not found.',
  ])
})

test.each([[{ now: START - 1 }], [{ mode: 'quick' }], [{ now: '2026-01-01' }], [{ now: -5 }]])(
  'a clock cannot be set to %j',
  async (change) => {
    const api = await startApi()
    expect((await refused(api, 'PUT', '/worlds/default/clock', change))[0]).toBe(400)
    expect((await control(api, 'GET', '/worlds/default/clock')).body['now']).toBe(START)
  },
)
