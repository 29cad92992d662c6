import { beforeEach, describe, expect, test } from 'vitest'
import type { EpochMs } from '../../../src/kernel/units.ts'
import type { Store } from '../../../src/store/store.ts'
import type { WorldKey } from '../../../src/store/worlds/world-records.ts'
import { recordFeedback } from '../../../src/store/workspaces/feedback.ts'
import {
  addLibraryItem,
  createLibraryFolder,
  deleteLibraryFolder,
} from '../../../src/store/workspaces/library.ts'
import { createProject } from '../../../src/store/workspaces/projects.ts'
import { dumpWorld } from '../../../src/store/worlds/dump.ts'
import { dropWorld } from '../../../src/store/worlds/worlds.ts'
import { at, openWorld, T0 } from '../../support/store.ts'
import type { StoreUnderTest } from '../contract.ts'

const claim = { scope: 'here', key: 'k', expiresAt: at(7_200_000) }

const folderIn = (workspaceId: string) => (ordinal: number) => ({
  id: `libfolder_${ordinal}`,
  workspaceId,
  name: `Folder ${ordinal}`,
  createdAt: T0,
})

const anItem = (ordinal: number) => ({
  id: `node_${ordinal}`,
  type: 'text' as const,
  content: 'a text',
  description: null,
})

const someFeedback = (ordinal: number) => ({
  id: `fb_${ordinal}`,
  kind: 'bug',
  summary: 's',
  detail: 'd',
  attemptedTools: [],
  workspaceId: null,
  projectId: null,
  runId: null,
})

const projectIn = (workspaceId: string) => (ordinal: number) => ({
  id: `prj_new${ordinal}`,
  workspaceId,
  name: 'New',
  origin: null,
  createdAt: T0,
})

/** Defines the tests of folders, library and feedback that every store must pass. */
export function libraryContract(name: string, open: () => StoreUnderTest): void {
  describe(`folders, library and feedback, ${name}`, () => {
    let store: Store
    let reopen: () => Promise<Store>
    let world: WorldKey

    beforeEach(async () => {
      ;({ store, reopen } = open())
      world = await openWorld(store)
    })

    const createFolder = async (workspaceId = 'ws_rich', now: EpochMs = T0) =>
      store.write(() => createLibraryFolder({ world, claim: null, build: folderIn(workspaceId) }, now))
    const addItem = async (folderId: string, workspaceId = 'ws_rich') =>
      store.write(() =>
        addLibraryItem({ world, workspaceId, folderId, claim: null, image: null, build: anItem }, at(5)),
      )
    const deleteFolder = async (id: string, workspaceId = 'ws_rich') =>
      store.write(() => deleteLibraryFolder(world, { workspaceId, folderId: id }, at(9)))

    test('a deleted folder loses its items, and its ordinal is not reused after a restart', async () => {
      expect(await createFolder()).toMatchObject({ outcome: 'created', folder: { id: 'libfolder_1' } })
      await createFolder()
      for (const folder of ['libfolder_1', 'libfolder_2']) await addItem(folder)
      expect(await deleteFolder('libfolder_2', 'ws_poor')).toBe(false)
      expect(await deleteFolder('libfolder_2')).toBe(true)
      expect(await deleteFolder('libfolder_2')).toBe(false)
      expect(await addItem('libfolder_2')).toEqual({ outcome: 'unknown_folder' })
      store = await reopen()
      expect(await createFolder()).toMatchObject({ folder: { id: 'libfolder_3' } })
      const { library_items: items } = await store.read(dumpWorld(world))
      expect(items.map((item) => item['folder_id'])).toEqual(['libfolder_1', null])
    })

    test('a refused change stores nothing and takes no key', async () => {
      const before = await store.read(dumpWorld(world))
      expect(
        await store.write(() => createLibraryFolder({ world, claim, build: folderIn('ws_nope') }, T0)),
      ).toEqual({
        outcome: 'unknown_workspace',
      })
      const lost = {
        world,
        claim,
        image: null,
        build: anItem,
        workspaceId: 'ws_rich',
        folderId: 'libfolder_nope',
      }
      expect(await store.write(() => addLibraryItem(lost, T0))).toEqual({ outcome: 'unknown_folder' })
      const astray = { world, claim, folderId: 'fld_1', build: projectIn('ws_poor') }
      expect(await store.write(() => createProject(astray, T0))).toEqual({ outcome: 'unknown_folder' })
      expect(await store.read(dumpWorld(world))).toEqual(before)
    })

    test('a change takes its key', async () => {
      const folder = { world, claim: { ...claim, scope: 'folder' }, build: folderIn('ws_rich') }
      expect((await store.write(() => createLibraryFolder(folder, T0))).outcome).toBe('created')
      expect(await store.write(() => createLibraryFolder(folder, T0))).toEqual({ outcome: 'duplicate_key' })
      const place = { workspaceId: 'ws_rich', folderId: 'libfolder_1' }
      const item = { world, claim: { ...claim, scope: 'item' }, image: null, build: anItem, ...place }
      expect((await store.write(() => addLibraryItem(item, T0))).outcome).toBe('created')
      expect(await store.write(() => addLibraryItem(item, T0))).toEqual({ outcome: 'duplicate_key' })
      const feedback = { world, claim: { ...claim, scope: 'feedback' }, build: someFeedback }
      expect((await store.write(() => recordFeedback(feedback, T0))).outcome).toBe('recorded')
      expect(await store.write(() => recordFeedback(feedback, T0))).toEqual({ outcome: 'duplicate_key' })
    })

    test('a project is created in its folder', async () => {
      const command = { world, claim: null, folderId: 'fld_1', build: projectIn('ws_rich') }
      expect((await store.write(() => createProject(command, T0))).outcome).toBe('created')
      expect((await store.read(dumpWorld(world)))['folder_projects']).toEqual([
        { project_id: 'prj_new4', folder_id: 'fld_1' },
      ])
    })

    test('a dropped world accepts no change and leaves no row', async () => {
      await createFolder()
      await addItem('libfolder_1')
      await store.write(() => recordFeedback({ world, claim: null, build: someFeedback }, T0))
      await store.write(() => dropWorld(world))
      expect(await createFolder()).toEqual({ outcome: 'unknown_workspace' })
      expect(await addItem('libfolder_1')).toEqual({ outcome: 'unknown_folder' })
      expect(await store.write(() => recordFeedback({ world, claim, build: someFeedback }, T0))).toEqual({
        outcome: 'unknown_world',
      })
      expect(Object.values(await store.read(dumpWorld(world))).flat()).toEqual([])
    })
  })
}
