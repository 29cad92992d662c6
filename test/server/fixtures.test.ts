import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFixtures } from '../../src/server/fixtures.ts'
import type { WorldFixture } from '../../src/schemas/fixtures.ts'
import { startApi } from '../support/api.ts'
import { temporaryFolder, changeFixture } from '../support/fixtures.ts'

const FOLDER = { folder_id: 'fld_x', workspace_id: 'ws_abc123', name: 'X', created_seconds_ago: 0 }

const TECHNIQUE_RUN = {
  run_id: 'run_x',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
  technique_id: 'tech_cctv-cam',
  inputs: {},
  created_seconds_ago: 0,
}

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
  [
    (world) => world.technique_runs?.push({ ...TECHNIQUE_RUN, technique_id: 'tech_nope' }),
    'run run_x: no technique tech_nope',
  ],
  [
    (world) => world.technique_runs?.push({ ...TECHNIQUE_RUN, run_id: 'run_abc123' }),
    'run_abc123 appears twice',
  ],
])('a world with inconsistent references is rejected: %#', (change, reason) => {
  expect(() => loadFixtures(changeFixture('world.json', change))).toThrow(reason)
})

// The emulator does not validate shipped files, so this test does.
test('the shipped fixtures pass the validation of --fixtures', () => {
  const folder = temporaryFolder()
  for (const name of [
    'models.json',
    'gateway-models.json',
    'actions.json',
    'techniques.json',
    'world.json',
  ]) {
    copyFileSync(join('fixtures', name), join(folder, name))
  }
  expect(loadFixtures(folder)).toEqual(loadFixtures(null))
})

test('sample runs of shipped techniques are left out where a file of --fixtures has others', async () => {
  const folder = temporaryFolder()
  const techniques = JSON.parse(readFileSync('fixtures/techniques.json', 'utf8')) as { slug: string }[]
  writeFileSync(
    join(folder, 'techniques.json'),
    JSON.stringify(techniques.filter(({ slug }) => slug !== 'cctv-cam')),
  )
  const api = await startApi({ fixtures: folder })
  expect(await api.get('/technique-runs')).toMatchObject({ technique_runs: [] })
})

test('files of --fixtures are validated, copies of shipped files included', () => {
  const folder = temporaryFolder()
  const models = JSON.parse(readFileSync('fixtures/models.json', 'utf8')) as object[]
  writeFileSync(join(folder, 'models.json'), JSON.stringify([...models, { model_id: 'x' }]))
  expect(() => loadFixtures(folder)).toThrow(`${models.length}.name: Required`)
})
