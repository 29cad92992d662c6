import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartError } from '../../../src/kernel/errors.ts'
import { account, answering } from '../../support/upstream/account.ts'
import { answerJson, type Spoil } from '../../support/upstream/proxy.ts'

/** The error of a synchronization that must fail, and that must not write anything. */
async function failureOf(spoil: Spoil): Promise<StartError> {
  const { run, folder } = await account(spoil)
  const error: unknown = await run().catch((caught: unknown) => caught)
  if (!(error instanceof StartError)) throw new Error(`expected a StartError, got ${JSON.stringify(error)}`)
  expect(existsSync(folder)).toBe(false)
  return error
}

describe('a server that misbehaves for a moment', () => {
  test('requests are repeated after 5xx, 429 with retry-after, and a lost connection', async () => {
    const { run, waits } = await account((_path, response, count) => {
      if (count === 1) return answerJson(response, {}, 503)
      if (count === 2) response.writeHead(429, { 'retry-after': '7' }).end('{}')
      if (count === 4) response.destroy()
      return [2, 4].includes(count)
    })
    await run()
    expect(waits).toEqual([1000, 7000, 1000])
  })
})

describe('a server that fails or lies', () => {
  test.each<[string, Spoil, RegExp]>([
    [
      'fails again and again',
      (_, response) => answerJson(response, {}, 500),
      /GET \/workspaces answered 500/,
    ],
    [
      'refuses the key',
      answering('/workspaces', { error: { code: 'invalid_api_key', message: 'Expired\u001b[31m.' } }, 401),
      /answered 401 invalid_api_key: Expired.\[31m\. Check FLORA_API_KEY/,
    ],
    ['is another one', answering('/models', {}, 404), /GET \/models answered 404\. Check the base URL/],
    [
      'asks to wait for an hour',
      (_, response) => (response.writeHead(429, { 'retry-after': '3600' }).end(), true),
      /answered 429/,
    ],
    [
      'redirects',
      (_, response) => (response.writeHead(302, { location: 'https://elsewhere.test/' }).end(), true),
      /redirects to https:\/\/elsewhere\.test\/; redirects are not followed/,
    ],
    ['answers a web page', (_, response) => (response.end('<!doctype html>'), true), /did not answer JSON/],
    [
      'answers half of the JSON',
      (_, response) => (response.end('{"workspaces": [{'), true),
      /did not answer JSON/,
    ],
    [
      'cuts the connection',
      (_, response) => (
        response.writeHead(200, { 'content-length': 99 }).write('{'),
        response.destroy(),
        true
      ),
      /was not answered: the request failed/,
    ],
    ['does not answer', () => true, /was not answered: no answer within 0\.5 seconds/],
    [
      'answers a huge body',
      (_, response) => (response.writeHead(200, { 'content-length': 1e9 }).end(), true),
      /was not answered: the answer is larger than/,
    ],
    [
      'answers nested JSON',
      (_, response) => (response.end(`{"workspaces":${'['.repeat(5000)}${']'.repeat(5000)}}`), true),
      /nested deeper than 64 levels/,
    ],
    ['answers a list', answering('/workspaces', []), /answered array where an object was expected/],
    [
      'answers no rows',
      answering('/models', { models: 'all' }),
      /answered string as "models", where an array was expected/,
    ],
    [
      'answers rows of another type',
      answering('/models', { models: [7] }),
      /models\[\]: expected object, got number; nothing was written/,
    ],
    [
      'answers members of another type',
      answering('/workspaces', { workspaces: [{ workspace_id: 'ws_abc123', name: 9 }] }),
      /workspaces\[\]\.name: expected string, got number; nothing/,
    ],
    [
      'answers no model that can be used',
      answering('/models', { models: [] }),
      /make no valid fixtures: models\.json: file: Array must contain at least 1/,
    ],
    [
      'repeats a page',
      answering('/techniques', { techniques: [], meta: { next_cursor: 'again' } }),
      /repeats a page/,
    ],
    [
      'has endless empty pages',
      (path, response, count) =>
        path.startsWith('/techniques') &&
        answerJson(response, { techniques: [], meta: { next_cursor: `c${count}` } }),
      /does not end after 101 pages/,
    ],
    [
      'has endless rows',
      (path, response, count) =>
        path.startsWith('/techniques') &&
        answerJson(response, {
          techniques: Array.from({ length: 1000 }, () => ({})),
          meta: { next_cursor: `c${count}` },
        }),
      /does not end: 10000 rows/,
    ],
    [
      'has a cursor of another type',
      answering('/techniques', { techniques: [], meta: { next_cursor: 7 } }),
      /answered number as "meta\.next_cursor"/,
    ],
  ])('that %s is reported, and nothing is written', async (_name, spoil, message) => {
    const error = await failureOf(spoil)
    expect(error.message).toMatch(message)
    expect(error.exitCode).toBe(1)
  })

  test('a failure leaves the files of an earlier synchronization as they were', async () => {
    let isBroken = false
    const { run, folder } = await account(
      (path, response) => isBroken && path.startsWith('/projects') && answerJson(response, { projects: 1 }),
    )
    await run()
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    isBroken = true
    await expect(run()).rejects.toThrow(/answered number as "projects"/)
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before)
  })
})

describe('an interruption', () => {
  test.each([1, 2, 3, 4, 5, 6])('at request %i writes nothing', async (count) => {
    const stop = new AbortController()
    const { run, folder } = await account((_path, _response, seen) => {
      if (seen === count) stop.abort()
      return false
    }, stop)
    await expect(run()).rejects.toThrow(StartError)
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a folder that cannot be used', () => {
  test.each([
    [
      'has a file of something else',
      (folder: string) => writeFileSync(join(folder, 'package.json'), '{}'),
      /package\.json is not a fixture file/,
    ],
    [
      'has broken fixtures',
      (folder: string) => writeFileSync(join(folder, 'world.json'), '{'),
      /world\.json: .*JSON/,
    ],
  ])('because it %s is refused before the first request', async (_name, prepare, message) => {
    const { run, folder, seen } = await account()
    mkdirSync(folder)
    prepare(folder)
    await expect(run()).rejects.toMatchObject({ exitCode: 4, message: expect.stringMatching(message) })
    expect(seen).toEqual([])
  })
})
