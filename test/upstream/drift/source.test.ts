import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findDrift } from '../../../src/upstream/drift/drift.ts'
import { StartError } from '../../../src/kernel/errors.ts'
import { serve } from '../../support/net/file-server.ts'

const drift = (against: string) => findDrift(against, new AbortController().signal)

/** The message of a source that cannot be read. */
async function refusal(against: string): Promise<string> {
  const error: unknown = await drift(against).catch((caught: unknown) => caught)
  if (!(error instanceof StartError)) throw new Error(`expected a StartError, got ${String(error)}`)
  expect(error.exitCode).toBe(2)
  return error.message
}

test('the folder of an SDK is read', async () => {
  expect(await drift('node_modules/@flora-ai/flora')).toMatchObject({
    shared: 40,
    notCompared: ['error', 'statuses'],
  })
})

test('a file that is not there is an error', async () => {
  expect(await refusal('nowhere.yaml')).toMatch(/--against nowhere\.yaml: ENOENT/)
})

describe('a URL', () => {
  test('is downloaded and compared', async () => {
    const { url } = await serve((_request, response) => response.end(readFileSync('openapi.yaml')))
    expect((await drift(`${url}/openapi.yaml`)).differences).toEqual([])
  })

  test.each<[string, Parameters<typeof serve>[0], RegExp]>([
    [
      'redirects',
      (_, response) => response.writeHead(302, { location: 'https://a.test/' }).end(),
      /redirects to https:\/\/a\.test\//,
    ],
    ['fails', (_, response) => response.writeHead(500).end(), /answered 500/],
    ['is huge', (_, response) => response.writeHead(200, { 'content-length': 1e9 }).end(), /larger than/],
    [
      'is cut',
      (_, response) => response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
      /request failed/,
    ],
    [
      'is a web page',
      (_, response) => response.end('<!doctype html><p>Hello: {'),
      /neither JSON nor YAML|object is expected/,
    ],
  ])('that %s is an error', async (_name, answer, message) => {
    const { url } = await serve(answer)
    expect(await refusal(url)).toMatch(message)
  })
})
