import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

test('/llms.txt names every operation of both APIs, every tool and every document', async () => {
  const { emulator } = await startApi()
  const answer = await emulator.fetch(`${emulator.url}/llms.txt`)
  const text = await answer.text()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(text.split('\n')[0]).toMatch(/^# flora-emulator \d/)
  expect(text).toContain(`FLORA_BASE_URL=${emulator.baseUrl}`)
  expect(text).toMatch(/^- POST \/generate: \S/m)
  expect(text).toMatch(/^- POST \/worlds\/\{world\}\/clock\/advance: \S/m)
  expect(text).toMatch(/^- explain_run: \S/m)
  expect(text.match(/^- (GET|POST|PUT|PATCH|DELETE) \//gm)?.length).toBeGreaterThan(80)
  for (const page of readdirSync('docs').filter((name) => name.endsWith('.md'))) {
    expect(text).toContain(`- docs/${page}: `)
  }
  expect(text).not.toMatch(/undefined|: $/m)
})

test('a page for language models passes the guard of the host', async () => {
  const { emulator } = await startApi()
  const url = emulator.url.replace(/\/\/[^:]+/, '//evil.example')
  expect((await emulator.fetch(`${url}/llms.txt`)).status).toBe(403)
})
