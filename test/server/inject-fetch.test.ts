import { expect, onTestFinished, test, vi } from 'vitest'
import { startEmulator } from '../../src/index.ts'

test('emulator.fetch rejects when its signal aborts, and the server goes on', async () => {
  const emulator = await startEmulator({ logLevel: 'silent' })
  onTestFinished(() => emulator.close())
  const world = emulator.world('impatient')
  await world.rules.add({ effect: { delay_ms: 200 } })
  const stop = new AbortController()
  const body = { type: 'image', prompt: 'A mug', workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
  const answer = emulator.fetch(`${emulator.baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: stop.signal,
  })
  await vi.waitFor(async () => expect(await world.rules.list()).toMatchObject([{ applied: 1 }]))
  stop.abort(new Error('the client gave up'))
  await expect(answer).rejects.toThrow('the client gave up')
  const { requests } = await world.requests.waitFor({ operation: 'startGeneration', status: 201 })
  expect(requests).toHaveLength(1)
})
