import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { readOpenApi } from '../../../src/upstream/drift/read-openapi.ts'
import { document, driftOf, EMULATED } from '../../support/upstream/drift.ts'

interface Api {
  paths: Record<string, Record<string, { responses: Record<string, object>; [member: string]: unknown }>>
  components: { schemas: Record<string, { properties: Record<string, { enum?: string[] }> }> }
}

/** The emulated API after a change. */
function changed(change: (api: Api) => void): string[] {
  const api = parse(readFileSync('openapi.yaml', 'utf8')) as Api
  change(api)
  return driftOf(EMULATED, readOpenApi(stringify(api)))
}

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest })
const text = { type: 'string' }

/** The differences between two answers. */
const between = (ours: object, theirs: object): string[] =>
  driftOf(readOpenApi(document(ours)), readOpenApi(document(theirs)))

describe('against a copy of the emulated API', () => {
  test('a copy has no drift, whatever extension members it has', () => {
    const drift = changed(({ paths }) => {
      Object.assign(paths['/generate']?.['post'] ?? {}, { 'x-flora-source': 'sdk' })
      Object.assign(paths['/generate']?.['post']?.responses ?? {}, { 'x-flora-source': 'oas' })
      Object.assign(paths['/generate'] ?? {}, { 'x-flora-since': { note: 'next' } })
    })
    expect(drift).toEqual([])
  })

  test('operations that one side lacks are listed', () => {
    const drift = changed(({ paths }) => {
      paths['/gateway/voices'] = { get: { responses: { 200: { description: 'ok' } } } }
      delete paths['/runs/technique']
    })
    expect(drift).toEqual([
      'operation POST /runs/technique emulator',
      'operation GET /gateway/voices against',
    ])
  })

  test('fields that one side lacks are listed with their place', () => {
    const drift = changed(({ components: { schemas } }) => {
      const { Technique } = schemas
      if (Technique === undefined) throw new Error('no Technique')
      delete Technique.properties['slug']
      Technique.properties['tags'] = {}
    })
    expect(drift).toContain('field GET /techniques answer techniques[].slug emulator')
    expect(drift).toContain('field GET /techniques/{techniqueId} answer tags against')
  })

  test('values of an enum are listed', () => {
    const drift = changed(({ components: { schemas } }) => {
      const type = schemas['Model']?.properties['type']
      if (type?.enum === undefined) throw new Error('no enum')
      type.enum = [...type.enum.filter((value) => value !== 'text'), '3d']
    })
    expect(drift).toEqual([
      'enum GET /models answer models[].type emulator text',
      'enum GET /models answer models[].type against 3d',
    ])
  })

  test('statuses are listed, unless a range covers them', () => {
    const drift = changed(({ paths }) => {
      const responses = paths['/models']?.['get']?.responses ?? {}
      responses['410'] = { description: 'gone' }
      delete responses['500']
      const others = paths['/actions']?.['get']?.responses ?? {}
      for (const status of Object.keys(others)) if (status.startsWith('4')) delete others[status]
      others['4XX'] = { description: 'refused' }
    })
    expect(drift).toEqual(['status GET /models emulator 500', 'status GET /models against 410'])
  })
})

describe('schemas', () => {
  test('a missing member is listed once, without what is below it', () => {
    expect(between(object({}), object({ a: object({ b: object({ c: text }) }) }))).toEqual([
      'field GET /things answer a against',
    ])
  })

  test('a free-form object lacks no member', () => {
    expect(between(object({ params: { type: 'object' } }), object({ params: object({ a: text }) }))).toEqual(
      [],
    )
    expect(between(object({ params: {} }), object({ params: object({ a: text }) }))).toEqual([])
  })

  test('combinations are read as one', () => {
    const parts = { allOf: [object({ a: text }), { oneOf: [object({ b: text }), object({ c: text })] }] }
    expect(between(parts, object({ a: text, b: text, c: text }))).toEqual([])
  })

  test('nullable of 3.0 and a type list of 3.1 are the same', () => {
    expect(between({ type: ['string', 'null'] }, { type: 'string', nullable: true })).toEqual([])
  })

  test('types that cannot be reconciled are listed', () => {
    expect(between(object({ a: { type: 'integer' } }), object({ a: { type: 'number' } }))).toEqual([])
    expect(between(object({ a: { type: 'integer' } }), object({ a: { type: ['string', 'null'] } }))).toEqual([
      'type GET /things answer a both number,string',
    ])
  })

  test('a free string beside a list has no list', () => {
    expect(between({ enum: ['a'] }, { anyOf: [{ enum: ['a'] }, text] })).toEqual([
      'enum GET /things answer emulator a',
    ])
  })

  test('a schema may contain itself', () => {
    const answer = {
      $ref: '#/paths/~1things/get/responses/200/content/application~1json/schema/definitions/Tree',
    }
    const tree = object({ name: text, children: { type: 'array', items: answer } })
    expect(between({ ...answer, definitions: { Tree: tree } }, object({ name: text, children: {} }))).toEqual(
      [],
    )
  })

  test('paths are compared below the base URL, whatever their parameters are called', () => {
    const api = (path: string) =>
      readOpenApi(JSON.stringify({ openapi: '3.0.3', paths: { [path]: { get: { responses: {} } } } }))
    expect(driftOf(api('/api/v1/runs/{run_id}'), api('/runs/{runId}/'))).toEqual([])
  })
})

describe('what is no OpenAPI document', () => {
  test.each([
    ['a Markdown file', '# Title\n\ntext: [', /neither JSON nor YAML/],
    ['broken JSON', '{"openapi":', /neither JSON nor YAML/],
    ['a list', '[1]', /an object is expected/],
    ['another document', '{"name": "x"}', /no OpenAPI 3 document/],
    ['Swagger 2', '{"swagger": "2.0"}', /convert it to OpenAPI 3/],
    ['a document without paths', '{"openapi": "3.1.0"}', /"paths" is missing/],
    ['a reference to another document', document({ $ref: 'other.yaml#/Thing' }), /bundle it/],
    ['a reference that leads nowhere', document({ $ref: '#/components/schemas/Thing' }), /leads nowhere/],
    [
      'a reference to itself',
      JSON.stringify({ openapi: '3.1.0', paths: { '/a': { $ref: '#/paths/~1a' } } }),
      /itself/,
    ],
  ])('%s is refused with the reason', (_name, content, reason) => {
    expect(() => readOpenApi(content)).toThrow(reason)
  })
})
