import { expect, test } from 'vitest'
import { MUG, START, startApi } from '../../support/api.ts'
import { control } from '../../support/control.ts'
import { harProblems } from '../../support/conformance/har.ts'

const har = async (api: Awaited<ReturnType<typeof startApi>>, query = '') => {
  const { body } = await control(api, 'GET', `/worlds/default/requests?format=har${query}`)
  return body as { readonly log: { readonly entries: readonly Record<string, unknown>[] } }
}

test('the journal as HAR is valid and oldest first, with bodies of requests and answers', async () => {
  const api = await startApi()
  const { headers, body } = await api.call('/generate?x=1', { method: 'POST', json: MUG })
  await api.refusal('/runs/run_nope')
  const { log } = await har(api)
  expect(harProblems({ log })).toEqual([])
  expect(log.entries).toHaveLength(2)
  expect(log.entries[0]).toMatchObject({
    startedDateTime: new Date(START).toISOString(),
    request: {
      method: 'POST',
      url: `${api.emulator.url}/api/v1/generate?x=1`,
      queryString: [{ name: 'x', value: '1' }],
      postData: { mimeType: 'application/json', text: JSON.stringify(MUG) },
    },
    response: {
      status: 201,
      headers: [{ name: 'request-id', value: headers.get('request-id') }],
      content: { text: JSON.stringify(body) },
    },
  })
  expect(log.entries[1]).toMatchObject({ response: { status: 404, statusText: 'Not Found' } })
})

test('filters and limit select the newest requests', async () => {
  const api = await startApi()
  for (const type of ['image', 'video', 'text']) await api.get(`/models?type=${type}`)
  await api.refusal('/runs/run_nope')
  const { log } = await har(api, '&operation=listModels&limit=2')
  expect(log.entries).toMatchObject([
    { request: { queryString: [{ value: 'video' }] } },
    { request: { queryString: [{ value: 'text' }] } },
  ])
})

test('a cut connection has status 0, and a long body is cut with a comment', async () => {
  const api = await startApi()
  await expect(api.call('/models', { headers: { 'x-flora-emulator': 'drop:before' } })).rejects.toThrow(
    'fetch failed',
  )
  await api.get('/models')
  const { log } = await har(api)
  expect(harProblems({ log })).toEqual([])
  expect(log.entries).toMatchObject([
    { response: { status: 0, statusText: 'the connection was cut' } },
    { response: { content: { comment: expect.stringMatching(/^cut: \d+ bytes$/) } } },
  ])
})

test('a HAR has the traceparent of a request', async () => {
  const api = await startApi()
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await api.call('/models', { headers: { traceparent } })
  await api.call('/models', { headers: { traceparent: 'no valid one' } })
  const { log } = await har(api)
  const headers = log.entries.map(({ request }) => (request as { readonly headers: object[] }).headers)
  expect(headers[0]).toContainEqual({ name: 'traceparent', value: traceparent })
  expect(JSON.stringify(headers[1])).not.toContain('traceparent')
})

test('a HAR holds no key', async () => {
  const api = await startApi()
  const secret = 'sk_live_0123456789abcdef'
  await api.call(`/generate?api_key=${secret}`, {
    method: 'POST',
    json: { ...MUG, prompt: `a mug with ${secret}`, token: 'hidden-value' },
    headers: { authorization: `Bearer ${secret}`, 'x-flora-emulator': 'duration:1' },
  })
  const text = JSON.stringify(await har(api))
  expect(text).toContain('a mug with sk_live_[redacted]')
  expect(text).not.toMatch(/0123456789abcdef|hidden-value/)
})
