import { expect, test } from 'vitest'
import { START, startApi, type TestApi } from '../../support/api.ts'
import { follow } from '../../support/net/events.ts'
import { stopWallClock } from '../../support/wall-clock.ts'

test('requests, runs and clock moves arrive in order', async () => {
  const api = await startApi()
  const { take } = await follow(api)
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ seconds: 12 })
  await api.world.reset()
  const events = await take(6)
  expect(events.map(({ type, data }) => [type, data.at, data.run_id])).toEqual([
    ['run.created', START, id],
    ['request', START, undefined],
    ['run.running', expect.any(Number), id],
    ['run.completed', START + 12_000, id],
    ['clock', START + 12_000, undefined],
    ['reset', START, undefined],
  ])
  expect(events.map((event) => event.id)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a client that reconnects is sent each missed event once', async () => {
  const api = await startApi()
  const first = await follow(api)
  await api.generate()
  expect((await first.take(2)).map(({ id }) => id)).toEqual([1, 2])
  first.leave()
  await api.world.clock.advance({ until: 'idle' })
  const second = await follow(api, 1)
  await api.get('/models')
  const events = await second.take(5)
  expect(events.map(({ type }) => type)).toEqual([
    'request',
    'run.running',
    'run.completed',
    'clock',
    'request',
  ])
})

test('a run that ends with its creation has all of its events before the next creation', async () => {
  const api = await startApi({ clock: 'auto', durationScale: 0 })
  const { take } = await follow(api)
  await api.generate()
  await api.generate()
  const types = (await take(6)).map(({ type }) => type)
  expect(types).toEqual([
    'run.created',
    'run.completed',
    'request',
    'run.created',
    'run.completed',
    'request',
  ])
})

test.each<[string, (api: TestApi, unfinished: string) => Promise<unknown>]>([
  ['a creation', async (api) => api.generate()],
  ['a forced end', async ({ world }, unfinished) => world.runs.fail(unfinished)],
  ['a change of a balance', async ({ world }) => world.workspaces.setBalance('ws_abc123', 1)],
  ['a reading of the ledger', async ({ world }) => world.ledger()],
])('runs that %s settles have their events in the order of time, and before its own', async (_, settle) => {
  const moveWallClock = stopWallClock()
  const api = await startApi({ clock: 'real' })
  const { take } = await follow(api)
  const start = async (seconds: number) =>
    (await api.generate({}, { 'x-flora-emulator': `duration:${seconds}` })).run_id
  const [slow, quick, unfinished] = [await start(3000), await start(2000), await start(9000)]
  await take(6)
  // The alarm for the next change of a run has not rung yet.
  moveWallClock(3_000_000)
  await settle(api, unfinished)
  const events = await take(5)
  expect(events.map(({ data }) => data.at)).toEqual(
    events.map(({ data }) => data.at).toSorted((a, b) => a - b),
  )
  expect(new Map(events.map(({ type, data }) => [`${type} ${data.run_id}`, data.at]))).toEqual(
    new Map([
      [`run.running ${quick}`, expect.any(Number)],
      [`run.running ${slow}`, expect.any(Number)],
      [`run.running ${unfinished}`, expect.any(Number)],
      [`run.completed ${quick}`, START + 2_000_000],
      [`run.completed ${slow}`, START + 3_000_000],
    ]),
  )
})

test('with a real clock the end of a run is an event when it is due', async () => {
  const api = await startApi({ clock: 'real', durationScale: 0.005 })
  const { take } = await follow(api)
  const { run_id: id } = await api.generate()
  const events = await take(4)
  expect(events.map(({ type }) => type)).toEqual(['run.created', 'request', 'run.running', 'run.completed'])
  expect(events[3]?.data.run_id).toBe(id)
})

test('a run that is ended by force has one event', async () => {
  const api = await startApi()
  const { take } = await follow(api)
  const { run_id: id } = await api.generate()
  await api.world.runs.fail(id)
  await api.world.clock.advance({ seconds: 60 })
  expect((await take(4)).map(({ type }) => type)).toEqual(['run.created', 'request', 'run.failed', 'clock'])
})

test('an emulator that stops ends its streams', async () => {
  const api = await startApi()
  const stream = await fetch(`${api.emulator.url}/_emulator/worlds/default/events`)
  const text = stream.text()
  await api.emulator.close()
  expect(await text).toContain(': connected')
})

test('the stream of a deleted world ends', async () => {
  const api = await startApi()
  await api.emulator.world('w').get()
  const stream = await fetch(`${api.emulator.url}/_emulator/worlds/w/events`)
  await api.emulator.world('w').drop()
  expect(await stream.text()).toBe(': connected\n\n')
})
