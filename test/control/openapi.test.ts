import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { control } from '../support/control.ts'

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, { operationId?: string; summary?: string; tags?: string[] }>>
}

async function documentOf(): Promise<Document> {
  const { body } = await control(await startApi(), 'GET', '/openapi.json')
  return body as unknown as Document
}

test('every operation of the control API has a name and a summary', async () => {
  const { openapi, paths } = await documentOf()
  expect(openapi).toBe('3.1.1')
  const operations = Object.values(paths).flatMap((item) => Object.values(item))
  expect(operations.length).toBeGreaterThanOrEqual(25)
  for (const { operationId, summary, tags } of operations) {
    expect([typeof operationId, typeof summary, tags?.length]).toEqual(['string', 'string', 1])
  }
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
})

test('openapi.yaml has no control operation, and this document has no other', async () => {
  expect(readFileSync('openapi.yaml', 'utf8')).not.toContain('/worlds')
  expect(
    Object.keys((await documentOf()).paths).filter((path) => !/^\/(worlds|health|openapi)/.test(path)),
  ).toEqual([])
})

test('the document of the control API describes models, projects and canvases', async () => {
  const { body } = await control(await startApi(), 'GET', '/openapi.json')
  expect(body['paths']).toMatchObject({
    '/worlds/{world}/models': { get: { operationId: 'listModelRecords' } },
    '/worlds/{world}/projects': { get: { operationId: 'listProjectRecords' } },
    '/worlds/{world}/projects/{id}/canvas': { get: { operationId: 'getCanvasRecord' } },
  })
  expect(JSON.stringify(body)).not.toContain('"$ref"')
})
