/** Every fact of openapi.yaml says where it is published. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Source, SOURCES, sourcesOf } from '../../../src/schemas/provenance.ts'
import { component } from '../../../src/schemas/common.ts'
import { Type } from 'typebox'
import { resolved, written } from '../../support/conformance/openapi-document.ts'

interface Marked {
  readonly 'x-flora-source'?: string
  readonly 'x-flora-since'?: string
}

const members = written.components['x-flora-source']

/** Paths of the members of a schema, found without the code that declares their sources. */
function pathsOf(schema: unknown, path = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => pathsOf(each, path))
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([keyword, value]) => {
    // Conditions name members that the schema has anyway.
    if (['examples', 'allOf', 'enum'].includes(keyword)) return []
    if (keyword === 'additionalProperties') return pathsOf(value, `${path}.*`)
    if (keyword !== 'properties') return pathsOf(value, path)
    return Object.entries(value as object).flatMap(([name, member]) => {
      const own = path === '' ? name : `${path}.${name}`
      return [own, ...pathsOf(member, own)]
    })
  })
}

/** Everything that carries its source itself, by name. */
function marks(): readonly (readonly [string, Marked])[] {
  const items = [...Object.entries(resolved.paths), ...Object.entries(resolved.webhooks)]
  return items.flatMap(([path, item]) =>
    Object.entries(item).flatMap(([verb, { parameters = [], responses, ...operation }]) =>
      [
        ['', operation] as const,
        ...parameters.map((parameter) => [parameter.name, parameter] as const),
        ...Object.entries(responses).flatMap(([status, response]) => [
          [status, response] as const,
          ...Object.entries(response.headers ?? {}),
          ...Object.entries(response.content?.['application/json']?.examples ?? {}),
        ]),
      ].map(([name, part]) => [`${verb} ${path} ${name}`, part as Marked] as const),
    ),
  )
}

test('every operation, parameter, status, header and error code has a source', () => {
  const lacking = marks().filter(([, mark]) => !((mark['x-flora-source'] ?? '') in SOURCES))
  expect(lacking.map(([name]) => name)).toEqual([])
})

test.each(Object.entries(written.components.schemas))('every member of %s has a source', (name, schema) => {
  expect(Object.keys(members[name] ?? {}).toSorted()).toEqual([...new Set(pathsOf(schema))].toSorted())
  expect(Object.values(members[name] ?? {}).filter((source) => !(source in SOURCES))).toEqual([])
})

test('what only the newest source knows is marked', () => {
  for (const [name, mark] of marks()) {
    expect(mark['x-flora-since'], name).toBe(mark['x-flora-source'] === 'next' ? 'next' : undefined)
  }
  const newest = Object.entries(members).flatMap(([component_, paths]) =>
    Object.keys(paths)
      .filter((path) => paths[path] === 'next')
      .map((path) => `${component_}.${path}`),
  )
  const since = Object.entries(written.components['x-flora-since']).flatMap(([component_, paths]) =>
    Object.keys(paths).map((path) => `${component_}.${path}`),
  )
  expect(since).toEqual(newest)
})

test('members whose source is the SDK are in its types', () => {
  const folder = 'node_modules/@flora-ai/flora'
  const types = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n')
  const named = Object.entries(members).flatMap(([name, paths]) =>
    Object.entries(paths)
      .filter(([, source]) => source === 'sdk')
      .map(([path]) => [`${name}.${path}`, path.split('.').at(-1) ?? ''] as const),
  )
  const missing = named.filter(([, name]) => name !== '*' && !new RegExp(`\\b${name}\\??:`).test(types))
  expect(missing.map(([member]) => member)).toEqual([])
})

test('a source for a member that does not exist is an error', () => {
  const sources: Readonly<{ '*': Source } & Record<string, Source>> = { '*': 'sdk', nope: 'ours' }
  const schema = component('Sample', sources, Type.Object({ name: Type.String() }))
  expect(() => sourcesOf(schema)).toThrow('Sample has no member "nope", which has a source')
})
