import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BoundedLog } from '../../../src/services/requests/bounded-log.ts'
import { Journal } from '../../../src/services/requests/journal.ts'
import { MemoryBudget } from '../../../src/services/requests/memory-budget.ts'
import { Tally } from '../../../src/services/requests/tally.ts'
import { type ReceivedRequest, recordRequest } from '../../../src/services/requests/recorded-request.ts'
import { mayHoldSecret, redact } from '../../../src/kernel/redact.ts'
import { RECEIVED } from '../../support/requests.ts'

/** A request with a JSON body. */
const withBody = (bodyText: string): ReceivedRequest => ({
  ...RECEIVED,
  bodyText,
  body: JSON.parse(bodyText) as unknown,
})

describe('a record', () => {
  test('holds no secret', () => {
    const record = recordRequest({
      ...withBody('{"api_key":"hunter2","params":{"n":["whsec_hunter2"]}}'),
      path: '/api/v1/runs/sk_live_hunter2?token=hunter2&api%5Fkey=hunter2&limit=1',
      workspaceId: 'sk_test_hunter2',
      answer: '{"error":{"message":"Unknown model sk_live_hunter2"}}',
      directives: 'fail:sk_live_hunter2',
      note: 'Placeholder for https://x.test/sk_live_hunter2',
      sdk: { version: 'sk_live_hunter2', retryCount: 0 },
    })
    expect(JSON.stringify(record)).not.toContain('hunter2"')
    expect(JSON.stringify(record)).not.toContain('hunter2&')
    expect(record).toMatchObject({
      apiKey: 'sk_live_…ter2',
      path: '/api/v1/runs/sk_live_[redacted]?token=[redacted]&api%5Fkey=[redacted]&limit=1',
      requestBody: '{"api_key":"[redacted]","params":{"n":["whsec_[redacted]"]}}',
    })
  })

  test('is kept and listed by the journal without a copy', () => {
    const journal = new Journal(new MemoryBudget(), new Tally())
    const record = recordRequest(withBody('{"token":"hunter2"}'))
    journal.record(record)
    expect(journal.list()[0]).toBe(record)
  })

  test.each([
    '{"tok\\u0065n":"hunter2"}',
    '{"sk_live_hunter2":1}',
    '{"x":"\\u0073k_live_hunter2"}',
    '{"TOKEN" : "hunter2"}',
  ])('of %s holds no secret', (text) =>
    expect(recordRequest(withBody(text)).requestBody).not.toContain('hunter2'),
  )

  test('holds no key with the prefix ak_, and keeps words that only look like one', () => {
    const text = '{"x":"ak_live_hunter2hunter2","y":"https://x.test/oak_tree_in_autumn.png","z":"ak_47"}'
    const expected = '{"x":"ak_[redacted]","y":"https://x.test/oak_tree_in_autumn.png","z":"ak_47"}'
    expect(recordRequest(withBody(text)).requestBody).toBe(expected)
  })

  test('keeps a body without secrets unchanged', () => {
    const text = '{ "prompt": "a mug",\n "max_tokens": 5 }'
    expect(recordRequest(withBody(text)).requestBody).toBe(text)
  })

  test('of a form describes its parts', () => {
    const body = { workspace_id: 'ws_abc123', secret: 'hunter2' }
    expect(recordRequest({ ...RECEIVED, body }).requestBody).toBe(
      '{"workspace_id":"ws_abc123","secret":"[redacted]"}',
    )
  })

  test('is cut after its secrets are redacted', () => {
    const text = JSON.stringify({ prompt: `${'x'.repeat(16_384 - 18)}sk_live_hunter2` })
    const { requestBody } = recordRequest(withBody(text))
    expect(requestBody).toHaveLength(16_385)
    expect(requestBody).not.toContain('hunt')
  })
})

test('redaction changes no text without a hint of a secret', () => {
  const hint = fc.constantFrom('token', 'Api-Key', 'apikey', 'sk_live_a', 'whsec_b', '\u0000')
  const plain = fc.constantFrom('x', 'max_tokens', 'a secret')
  const word = fc.oneof(hint, { weight: 3, arbitrary: plain })
  const value = fc.jsonValue().chain((json) => fc.tuple(fc.constant(json), word, word))
  let clean = 0
  fc.assert(
    fc.property(value, ([json, name, text]) => {
      const body = { json, [name]: text }
      if (mayHoldSecret(JSON.stringify(body))) return
      clean += 1
      expect(redact(body)).toBe(body)
    }),
  )
  expect(clean).toBeGreaterThan(10)
})

describe('the memory budget', () => {
  test('counts received bodies; past it, bodies are dropped', () => {
    const body = withBody(JSON.stringify({ prompt: 'x'.repeat(10_000) }))
    const journal = new Journal(new MemoryBudget(50_000), new Tally())
    for (let count = 0; count < 4; count += 1) journal.record(recordRequest(body))
    expect(journal.list().map(({ requestBody }) => requestBody?.length ?? null)).toEqual([
      null,
      null,
      10_013,
      10_013,
    ])
  })

  test('gets back the memory of dropped items', () => {
    const budget = new MemoryBudget(40)
    const log = new BoundedLog<number>(budget, 3)
    const numbers = Array.from({ length: 20 }, (_, index) => index)
    expect(numbers.map((number) => log.push(number, 10))).toEqual(numbers.map(() => true))
    expect(log.items()).toEqual([17, 18, 19])
    expect(new BoundedLog<number>(budget, 3).push(0, 20)).toBe(false)
    log.clear()
    expect([log.items(), budget.take(40)]).toEqual([[], true])
  })

  test('leaves a log to its limit of items while there is memory', () => {
    const log = new BoundedLog<number>(new MemoryBudget(), 3)
    for (let number = 0; number < 100; number += 1) {
      log.push(number, 1)
      expect(log.items()).toEqual([number - 2, number - 1, number].filter((item) => item >= 0))
    }
  })
})
