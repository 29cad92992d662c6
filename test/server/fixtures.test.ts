import { expect, test } from 'vitest'
import { loadFixtures } from '../../src/server/fixtures.ts'
import type { WorldFixture } from '../../src/schemas/fixtures.ts'
import { writeFixtures } from '../support/fixtures.ts'

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
])('a world whose folders do not fit together is refused: %#', (change, reason) => {
  expect(() => loadFixtures(writeFixtures(change))).toThrow(reason)
})
