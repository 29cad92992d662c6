import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartError } from '../../../src/kernel/errors.ts'
import { emulatedApi } from '../../../src/upstream/drift/drift.ts'
import { keyOf } from '../../../src/upstream/drift/surface.ts'
import type { Ask } from '../../../src/upstream/verify/ask.ts'
import type { Finding } from '../../../src/upstream/verify/findings.ts'
import { READS } from '../../../src/upstream/verify/reads.ts'
import { verify } from '../../../src/upstream/verify/verify.ts'
import { startApi } from '../../support/api.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { answering, KEY } from '../../support/upstream/account.ts'
import { answerJson, proxyOf, type Spoil } from '../../support/upstream/proxy.ts'

interface Verified {
  readonly file: string
  readonly seen: readonly string[]
  readonly run: () => Promise<readonly Finding[]>
}

/** An emulator behind a misbehaving proxy, compared with itself. */
async function verified(spoil?: Spoil, stop = new AbortController()): Promise<Verified> {
  const { emulator } = await startApi()
  const { base, seen } = await proxyOf(emulator, spoil)
  const file = join(temporaryFolder(), 'report.md')
  const askEmulator: Ask = async (path, headers = { authorization: `Bearer ${KEY}` }) => {
    const response = await emulator.fetch(emulator.baseUrl + path, { headers })
    const text = await response.text()
    return { status: response.status, headers: Object.fromEntries(response.headers), text }
  }
  const run = () =>
    verify({
      base,
      key: KEY,
      file,
      stopping: stop.signal,
      progress: { update: () => undefined },
      wait: async () => true,
      timeoutMs: 500,
      askEmulator,
    })
  return { file, seen, run }
}

const differences = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ verdict }) => verdict === 'differs')
    .map(({ topic, subject, server, emulator }) => `${topic} ${subject}: ${server} / ${emulator}`)

test('every read is an operation of the emulated API', () => {
  const known = new Set(emulatedApi().operations.map(keyOf))
  const keys = READS.map(({ operation }) => {
    const [method = '', path = ''] = operation.split(' ')
    return keyOf({ method, path })
  })
  expect(keys.filter((key) => !known.has(key))).toEqual([])
  expect([...known].filter((key) => key.startsWith('GET ') && !keys.includes(key))).toEqual([])
})

test('an emulator agrees with itself, and receives GET requests only', async () => {
  const { run, seen, file } = await verified()
  const findings = await run()
  expect(differences(findings)).toEqual([])
  expect(findings.filter(({ verdict }) => verdict === 'agrees').length).toBeGreaterThan(100)
  expect(seen.filter((request) => !request.startsWith('GET '))).toEqual([])
  expect(readFileSync(file, 'utf8')).toContain('## The same on both sides')
})

test('the report holds neither the key nor ids, names and values of the account', async () => {
  const row = { workspace_id: 'ws_secretive', name: 'Acme | Layoffs', created_at: 1, plan_tier: 'gold-4711' }
  const { run, file } = await verified(answering('/workspaces', { workspaces: [row] }))
  await run()
  const report = readFileSync(file, 'utf8')
  expect(report).toContain('| member | GET /workspaces workspaces[].plan_tier | sent | not documented |')
  for (const value of [KEY, 'ws_secretive', 'Acme', 'gold-4711']) expect(report).not.toContain(value)
})

describe('differences are found', () => {
  test.each<[string, Spoil, string]>([
    [
      'a list in another order',
      answering('/techniques', {
        techniques: ['c', 'b', 'a'].map((name) => ({ technique_id: `tech_${name}`, name })),
        meta: { next_cursor: null },
      }),
      'order GET /techniques: name descending, technique_id descending / name ascending',
    ],
    [
      'a member of another type',
      answering('/workspaces', { workspaces: [{ workspace_id: 'ws_abc123', name: 'A', created_at: 'now' }] }),
      'type GET /workspaces workspaces[].created_at: string / another type',
    ],
    [
      'another status and code of an error',
      answering('/projects/prj_floraemulatorverify', { error: { code: 'gone', message: 'x' } }, 410),
      'refusal an unknown project: 410 gone / 404 not_found',
    ],
    ['a read that fails', answering('/actions', {}, 403), 'read GET /actions: 403 / 200'],
    [
      'a web page',
      (path, response) => path === '/actions' && (response.end('<!doctype html>'), true),
      'read GET /actions: 200 without a JSON object / 200',
    ],
    [
      'a code that is a sentence, which is not kept',
      answering('/actions/floraemulatorverify', { error: { code: 'No Acme here!' } }, 404),
      'refusal an unknown action: 404 without a code / 404 not_found',
    ],
  ])('%s', async (_name, spoil, difference) => {
    const { run } = await verified(spoil)
    expect(differences(await run())).toContain(difference)
  })
})

describe('nothing is written when the server', () => {
  test.each<[string, Spoil, RegExp]>([
    [
      'refuses the key',
      answering('/workspaces', { error: { code: 'invalid_api_key', message: 'Expired.' } }, 401),
      /answered 401 invalid_api_key: Expired\. Check FLORA_API_KEY/,
    ],
    [
      'redirects',
      (_, response) => (response.writeHead(301, { location: 'https://elsewhere.test/' }).end(), true),
      /redirects to https:\/\/elsewhere\.test\//,
    ],
    ['fails', (_, response) => answerJson(response, {}, 500), /GET \/workspaces answered 500/],
    [
      'cuts the connection',
      (path, response) => path === '/assets' && (response.destroy(), true),
      /GET \/assets was not answered/,
    ],
    ['does not answer', (path) => path === '/models', /GET \/models was not answered: no answer within 0\.5/],
    [
      'announces more than it sends',
      (path, response) =>
        path === '/models' &&
        (response.writeHead(200, { 'content-length': 99 }).write('{'), response.destroy(), true),
      /GET \/models was not answered: the request failed/,
    ],
  ])('%s', async (_name, spoil, message) => {
    const { run, file } = await verified(spoil)
    const error: unknown = await run().catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(StartError)
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringMatching(message) as string })
    expect(existsSync(file)).toBe(false)
  })
})

test('an interruption writes nothing', async () => {
  const stop = new AbortController()
  const { run, file } = await verified((path) => {
    if (path === '/actions') stop.abort()
    return false
  }, stop)
  await expect(run()).rejects.toThrow()
  expect(existsSync(file)).toBe(false)
})

test('an earlier report is replaced, and any other file is kept', async () => {
  const { run, file, seen } = await verified()
  await run()
  writeFileSync(file, `${readFileSync(file, 'utf8')}of yesterday`)
  await run()
  expect(readFileSync(file, 'utf8')).not.toContain('of yesterday')
  writeFileSync(file, 'notes')
  const before = seen.length
  await expect(run()).rejects.toThrow(/it exists and is no report of flora-emulator verify/)
  expect(readFileSync(file, 'utf8')).toBe('notes')
  expect(seen).toHaveLength(before)
})
