import { expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'

test('a key over its limit is answered 429 with retry-after', async () => {
  const api = await startApi({ rateLimit: '3/60' })
  for (let count = 0; count < 3; count += 1) expect((await api.call('/models')).status).toBe(200)
  const { status, headers, error } = await api.refusal('/models')
  expect(status).toBe(429)
  expect(error).toEqual({ code: 'rate_limited', message: 'Rate limit exceeded.' })
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(59)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
})

test('the limit is per key, and counts requests with an invalid body', async () => {
  const api = await startApi({ rateLimit: '1/60' })
  expect((await api.refusal('/generate', { method: 'POST', text: '{' })).status).toBe(400)
  expect((await api.refusal('/generate', { method: 'POST', text: '{' })).status).toBe(429)
  expect((await api.as('sk_live_flora').call('/models')).status).toBe(200)
})

test('the limit is measured in wall time, not on the clock of the world', async () => {
  const api = await startApi({ rateLimit: '1/60' })
  await api.get('/models')
  await api.world.clock.advance({ seconds: 3600 })
  expect((await api.refusal('/models')).status).toBe(429)
})

test('--rate-limit off accepts every request', async () => {
  const api = await startApi({ rateLimit: 'off' })
  const answers = await Promise.all(Array.from({ length: 1500 }, async () => api.call('/workspaces')))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
})
