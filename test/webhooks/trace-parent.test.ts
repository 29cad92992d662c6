import { expect, test } from 'vitest'
import { MUG, startApi } from '../support/api.ts'
import { BRAND_COPY } from '../support/techniques.ts'

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test('a traceparent is kept in the journal, and sent on with the webhooks of the run that it starts', async () => {
  const api = await startApi({ clock: 'manual' })
  const inbox = api.world.inbox('shop')
  const headers = { traceparent: TRACE }
  await api.call('/generate', { method: 'POST', json: { ...MUG, callback_url: inbox.url }, headers })
  const technique = { ...BRAND_COPY.body, callback_url: inbox.url }
  await api.call(BRAND_COPY.path, { method: 'POST', json: technique, headers })
  await api.world.clock.advance({ until: 'idle' })
  const messages = await inbox.list()
  expect(messages.map((message) => message.headers['traceparent'])).toEqual([TRACE, TRACE])
  const { requests } = await api.world.requests.list({ method: 'POST' })
  expect(requests.map(({ traceparent }) => traceparent)).toEqual([TRACE, TRACE])
})

test('a run keeps its trace in a snapshot, and other runs have none', async () => {
  const api = await startApi({ clock: 'manual' })
  const inbox = api.world.inbox('shop')
  const json = { ...MUG, callback_url: inbox.url }
  await api.call('/generate', { method: 'POST', json, headers: { traceparent: TRACE } })
  await api.generate({ callback_url: inbox.url })
  await api.world.restore(await api.world.snapshot())
  await api.world.clock.advance({ until: 'idle' })
  const traces = (await inbox.list()).map(({ headers }) => headers['traceparent'])
  expect(traces).toHaveLength(2)
  expect(new Set(traces)).toEqual(new Set([TRACE, undefined]))
})

test.each([
  'hunter2',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  `${TRACE}, ${TRACE}`,
])('the traceparent %j is ignored', async (traceparent) => {
  const api = await startApi()
  const { status } = await api.call('/generate', { method: 'POST', json: MUG, headers: { traceparent } })
  const { requests } = await api.world.requests.list()
  expect([status, requests[0]?.traceparent]).toEqual([201, null])
})
