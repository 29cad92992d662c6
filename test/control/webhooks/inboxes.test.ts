import { describe, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

describe('an inbox', () => {
  test('stores webhooks, verifies them and can be awaited', async () => {
    const api = await startApi()
    const inbox = api.world.inbox('shop')
    const { run_id: runId } = await api.generate({ callback_url: inbox.url })
    await api.world.clock.advance({ until: 'idle' })
    const [message] = await inbox.waitFor()
    expect(message).toMatchObject({ verified: true, problem: null, status: 200 })
    expect(message?.headers['flora-event']).toBe('run.completed')
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ data: { run_id: runId } })
    expect((await api.world.webhooks.list())[0]?.state).toBe('delivered')
    await inbox.clear()
    expect(await inbox.list()).toEqual([])
  })

  test.each([
    ['wrong-secret', 'no signature matches'],
    ['tampered-body', 'no signature matches'],
    ['unsigned', 'no Flora-Signature'],
    ['stale-timestamp', '600 seconds off'],
  ] as const)('reports the problem of %s', async (mode, problem) => {
    const api = await startApi()
    const inbox = api.world.inbox('shop')
    await api.world.webhooks.add({ run_id: 'run_abc123', url: inbox.url, mode })
    const [message] = await inbox.list()
    expect(message?.verified).toBe(false)
    expect(message?.problem).toContain(problem)
  })

  test('answers with the configured statuses, so that retries can be tested without a server', async () => {
    const api = await startApi()
    const inbox = api.world.inbox('shop')
    await inbox.replyWith({ status: 500, times: 2 })
    await api.generate({ callback_url: inbox.url })
    await api.world.clock.advance({ seconds: 3600 })
    expect((await inbox.list()).map(({ status }) => status)).toEqual([500, 500, 200])
  })

  test('waits for a number of messages, and reports how many there were at the timeout', async () => {
    const api = await startApi()
    const inbox = api.world.inbox('shop')
    const both = inbox.waitFor({ count: 2, timeoutMs: 60_000 })
    const { id } = await api.world.webhooks.add({ run_id: 'run_abc123', url: inbox.url })
    await api.world.webhooks.redeliver(id)
    expect((await both).map((message) => message.id)).toEqual([1, 2])
    await expect(inbox.waitFor({ count: 3, timeoutMs: 1 })).rejects.toThrow('2 of 3 messages after 1 ms')
  })

  test('stores any message that is posted to it', async () => {
    const api = await startApi()
    const path = '/worlds/default/inbox/any'
    expect((await control(api, 'POST', path, '{"not": FLORA')).status).toBe(200)
    const [message] = await api.world.inbox('any').list()
    expect(message).toMatchObject({ body: '{"not": FLORA', verified: false })
    expect((await refused(api, 'POST', '/worlds/none/inbox/any'))[0]).toBe(404)
    expect((await refused(api, 'POST', '/worlds/default/inbox/a.b'))[0]).toBe(400)
    expect((await refused(api, 'PUT', path, { status: 99 }))[0]).toBe(400)
  })

  test('belongs to its world and is emptied by a reset', async () => {
    const api = await startApi()
    await api.world.webhooks.add({ run_id: 'run_abc123', url: api.world.inbox('shop').url })
    expect(await api.emulator.world('other').inbox('shop').list()).toEqual([])
    expect(await api.world.inbox('shop').list()).toHaveLength(1)
    await api.world.reset()
    expect(await api.world.inbox('shop').list()).toEqual([])
    expect(await api.world.webhooks.list()).toEqual([])
  })

  test('is one of at most 100 of a world', async () => {
    const api = await startApi()
    for (let count = 0; count < 100; count += 1) await api.world.inbox(`i${count}`).list()
    await expect(api.world.inbox('one-more').list()).rejects.toThrow('at most 100 inboxes')
  })
})

test.each(['é', 'a%20b', 'x'.repeat(65), '..%2f..', 'shop/'])('%s is no name of an inbox', async (name) => {
  const api = await startApi()
  const url = `${api.emulator.url}/_emulator/worlds/default/inbox/${name}`
  const { state, attempts } = await api.world.webhooks.add({ run_id: 'run_abc123', url })
  expect(state).toBe('blocked')
  expect(attempts[0]?.error).toContain('/_emulator/worlds/<world>/inbox/<name>')
  expect(() => api.world.inbox(name)).toThrow(RangeError)
})

test('the inbox of an unknown world answers 404', async () => {
  const api = await startApi()
  const url = `${api.emulator.url}/_emulator/worlds/nowhere/inbox/shop`
  const { attempts } = await api.world.webhooks.add({ run_id: 'run_abc123', url })
  expect(attempts[0]?.status).toBe(404)
})
