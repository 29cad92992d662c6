import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compare, type Difference } from '../../../src/upstream/drift/compare.ts'
import { readOpenApi } from '../../../src/upstream/drift/read-openapi.ts'
import type { Surface } from '../../../src/upstream/drift/surface.ts'
import { temporaryFolder } from '../fixtures.ts'

export const EMULATED = readOpenApi(readFileSync('openapi.yaml', 'utf8'))

/** The differences between two descriptions, one line each. */
export const driftOf = (ours: Surface, theirs: Surface): string[] =>
  compare(ours, theirs).differences.map(lineOf)

const lineOf = ({ kind, operation, place, field, onlyIn, values }: Difference): string =>
  [kind, operation, place, field, onlyIn, values.join(',')]
    .filter((part) => part !== null && part !== '')
    .join(' ')

/** An OpenAPI document with one operation, `GET /things`, whose answer has this schema. */
export function document(answer: object, rest: object = {}): string {
  const ok = { description: 'ok', content: { 'application/json': { schema: answer } } }
  const operation = { responses: { 200: ok }, ...rest }
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/things': { get: operation } },
  })
}

/** A folder with these files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
