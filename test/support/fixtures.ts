import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { WorldFixture } from '../../src/schemas/fixtures.ts'

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flora-emulator-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A fixtures folder with the shipped world, changed. */
export function writeFixtures(change: (world: WorldFixture) => void): string {
  const world = JSON.parse(readFileSync('fixtures/world.json', 'utf8')) as WorldFixture
  change(world)
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'world.json'), JSON.stringify(world))
  return folder
}
