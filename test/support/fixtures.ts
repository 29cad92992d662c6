import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { WorldFixture } from '../../src/schemas/fixtures.ts'

/** Creates a folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flora-emulator-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A technique or an action, typed loosely so that tests can spoil it. */
export type FixtureRow = Record<string, unknown> & { inputs: object[]; outputs: object[] }

interface FixtureFiles {
  'gateway-models.json': { model_id: string }[]
  'world.json': WorldFixture
  'techniques.json': FixtureRow[]
  'actions.json': FixtureRow[]
}

/** Writes a fixtures folder with one file: the shipped one, which `change` edits in place. */
export function changeFixture<Name extends keyof FixtureFiles>(
  name: Name,
  change: (content: FixtureFiles[Name]) => unknown,
): string {
  const content = JSON.parse(readFileSync(join('fixtures', name), 'utf8')) as FixtureFiles[Name]
  change(content)
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), JSON.stringify(content))
  return folder
}
