import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFixtures } from '../../src/server/fixtures.ts'
import type { WorldFixture } from '../../src/schemas/fixtures.ts'
import { temporaryFolder, changeFixture } from '../support/fixtures.ts'

const FOLDER = { folder_id: 'fld_x', workspace_id: 'ws_abc123', name: 'X', created_seconds_ago: 0 }

test.each<[(world: WorldFixture) => unknown, string]>([
  [
    (world) => world.folders?.push({ ...FOLDER, workspace_id: 'ws_nope' }),
    'folder fld_x: unknown workspace ws_nope',
  ],
  [
    (world) => world.library_folders?.push({ ...FOLDER, workspace_id: 'ws_nope' }),
    'folder fld_x: unknown workspace ws_nope',
  ],
  [(world) => world.folders?.push(FOLDER, FOLDER), 'fld_x appears twice'],
  [(world) => world.folders?.push({ ...FOLDER, name: '' }), 'folders.1.name: String must contain'],
])('a world with inconsistent folders is rejected: %#', (change, reason) => {
  expect(() => loadFixtures(changeFixture('world.json', change))).toThrow(reason)
})

// The emulator does not validate shipped files, so this test does.
test('the shipped fixtures pass the validation of --fixtures', () => {
  const folder = temporaryFolder()
  for (const name of ['models.json', 'actions.json', 'techniques.json', 'world.json']) {
    copyFileSync(join('fixtures', name), join(folder, name))
  }
  expect(loadFixtures(folder)).toEqual(loadFixtures(null))
})

test('files of --fixtures are validated, copies of shipped files included', () => {
  const folder = temporaryFolder()
  const models = JSON.parse(readFileSync('fixtures/models.json', 'utf8')) as object[]
  writeFileSync(join(folder, 'models.json'), JSON.stringify([...models, { model_id: 'x' }]))
  expect(() => loadFixtures(folder)).toThrow(`${models.length}.name: Required`)
})
