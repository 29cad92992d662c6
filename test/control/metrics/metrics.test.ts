import parsePrometheusTextFormat, { type Metric } from 'parse-prometheus-text-format'
import { expect, test } from 'vitest'
import { MUG, startApi, type TestApi } from '../../support/api.ts'

const DURATION = 'flora_emulator_request_duration_seconds'

async function scrape({ emulator }: TestApi, headers: Record<string, string> = {}): Promise<Response> {
  return emulator.fetch(`${emulator.url}/metrics`, { headers })
}

/** Returns the samples of a name, as another parser than ours reads them. */
async function samples(api: TestApi, name: string): Promise<readonly Metric[]> {
  const answer = await scrape(api)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  const text = await answer.text()
  const typed = parsePrometheusTextFormat(text).find((family) => family.name === DURATION)
  expect(typed?.type).toBe('HISTOGRAM')
  // The parser merges the histograms of a family, whatever their labels, unless their lines have no type.
  const families = parsePrometheusTextFormat(text.replaceAll(/^# TYPE \S+ histogram$/gm, ''))
  return families.filter((family) => family.name === name).flatMap(({ metrics }) => metrics)
}

/** Returns the values of the samples of a histogram by operation and status. */
async function requests(api: TestApi, suffix: '_count' | '_sum'): Promise<Record<string, number>> {
  const found = await samples(api, DURATION + suffix)
  return Object.fromEntries(
    found.map(({ labels, value }): [string, number] => [
      `${labels?.['operation']} ${labels?.['status']}`,
      Number(value),
    ]),
  )
}

async function values(api: TestApi, name: string, label: string): Promise<Record<string, number>> {
  const found = await samples(api, name)
  return Object.fromEntries(
    found.map(({ labels, value }): [string, number] => [labels?.[label] ?? '', Number(value)]),
  )
}

test('requests are counted by operation and status, with a histogram of their durations', async () => {
  const api = await startApi()
  const { run_id: run } = await api.generate()
  await api.run(run)
  await api.run(run)
  await api.emulator.fetch(`${api.emulator.baseUrl}/nothing`)
  await api.world.rules.add({ effect: { drop: 'before' } })
  await expect(api.call('/models')).rejects.toThrow('fetch failed')

  expect(await requests(api, '_count')).toEqual({
    'startGeneration 201': 1,
    'getRun 200': 2,
    'unknown 404': 1,
    'listModels cut': 1,
  })
  expect((await requests(api, '_sum'))['getRun 200']).toBeGreaterThan(0)
  const buckets = await samples(api, `${DURATION}_bucket`)
  const reads = buckets.filter(({ labels }) => labels?.['operation'] === 'getRun')
  const counts = reads.map(({ value }) => Number(value))
  expect(reads.map(({ labels }) => labels?.['le'])).toContain('0.0025')
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect([reads.at(-1)?.labels?.['le'], counts.at(-1)]).toEqual(['+Inf', 2])
})

test('runs are counted by state at the time of each world', async () => {
  const api = await startApi({ clock: 'manual' })
  const other = api.as('sk_test_other')
  const before = await values(api, 'flora_emulator_runs', 'state')
  await api.generate()
  await api.generate()
  await other.generate({ prompt: 'a mug [[fail]]' })
  const pending = await values(api, 'flora_emulator_runs', 'state')
  await other.world.clock.advance({ until: 'idle' })
  const failed = await values(api, 'flora_emulator_runs', 'state')
  await api.world.clock.advance({ until: 'idle' })
  const completed = await values(api, 'flora_emulator_runs', 'state')

  const { total, failures } = { total: sumOf(before), failures: before['failed'] ?? 0 }
  expect([pending['pending'], pending['running']]).toEqual([(before['pending'] ?? 0) + 3, before['running']])
  expect(failed['pending']).toBe((before['pending'] ?? 0) + 2)
  // The fixtures of the second world have failed runs of their own.
  expect(failed['failed']).toBe(2 * failures + 1)
  expect(completed).toEqual({
    pending: 0,
    running: 0,
    failed: 2 * failures + 1,
    completed: 2 * total - 2 * failures + 2,
  })
  expect(await values(api, 'flora_emulator_worlds', 'none')).toEqual({ '': 2 })
})

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

test('webhook attempts are counted by result', async () => {
  const api = await startApi({ clock: 'manual' })
  await api.generate({ callback_url: api.world.inbox('shop').url })
  await api.generate({ callback_url: 'http://192.0.2.1/hook' })
  await api.world.clock.advance({ until: 'idle' })
  expect(await values(api, 'flora_emulator_webhook_attempts_total', 'result')).toEqual({
    delivered: 1,
    failed: 0,
    blocked: 1,
  })
})

test('the delay of the event loop and the version are among the metrics', async () => {
  const api = await startApi()
  expect(await samples(api, 'nodejs_eventloop_lag_seconds')).toHaveLength(1)
  expect(Object.keys(await values(api, 'flora_emulator_info', 'version'))[0]).toMatch(/^\d+\.\d+\.\d+/)
})

test('scrapes that arrive together are answered, and count as no request', async () => {
  const api = await startApi()
  await api.generate(MUG)
  const answers = await Promise.all(Array.from({ length: 20 }, async () => scrape(api)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await requests(api, '_count')).toEqual({ 'startGeneration 201': 1 })
})

test('a scrape passes the guards of the control API', async () => {
  const api = await startApi({ controlToken: 'secret' })
  expect((await scrape(api)).status).toBe(401)
  expect((await scrape(api, { authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await scrape(api, { authorization: 'Bearer secret' })).status).toBe(200)
  const page = { authorization: 'Bearer secret', origin: 'https://evil.example' }
  expect((await scrape(api, page)).status).toBe(403)
})
