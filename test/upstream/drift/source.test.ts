import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findDrift } from '../../../src/upstream/drift/drift.ts'
import { StartError } from '../../../src/kernel/errors.ts'
import { serve } from '../../support/net/file-server.ts'
import { folderOf } from '../../support/upstream/drift.ts'

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

describe('a hostile document is an error', () => {
  /** A document whose schema S0 is `schemas.S0`. */
  const fileOf = (schemas: string): string => {
    const answer = '{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}}'
    const paths = `{"/a":{"get":{"responses":{"200":${answer}}}}}`
    const text = `{"openapi":"3.1.0","paths":${paths},"components":{"schemas":${schemas}}}`
    return join(folderOf({ 'openapi.json': text }), 'openapi.json')
  }

  test('schemas that share others until they describe billions of values', async () => {
    const link = (index: number) => ({ $ref: `#/components/schemas/S${index + 1}` })
    const schemas = Array.from({ length: 31 }, (_, index): [string, object] => [
      `S${index}`,
      index === 30 ? {} : { properties: { a: link(index), b: link(index) } },
    ])
    expect(await refusal(fileOf(JSON.stringify(Object.fromEntries(schemas))))).toMatch(
      /it describes more than 200000 values$/,
    )
  })

  test('a schema that is nested deeper than the stack', async () => {
    const deep = `${'{"items":'.repeat(50_000)}{}${'}'.repeat(50_000)}`
    expect(await refusal(fileOf(`{"S0":${deep}}`))).toMatch(/it is nested too deeply$/)
  })

  test('YAML that is nested deeper than the stack', async () => {
    const folder = folderOf({ 'a.yaml': `openapi: 3.1.0\npaths: ${'['.repeat(50_000)}` })
    expect(await refusal(join(folder, 'a.yaml'))).toMatch(/it is nested too deeply$/)
  })
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
