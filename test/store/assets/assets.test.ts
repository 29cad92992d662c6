import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epochMs } from '../../../src/kernel/units.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import type { ChangeAsset, CreateAsset, NewAsset } from '../../../src/store/assets/asset-records.ts'
import type { WorldKey } from '../../../src/store/worlds/world-records.ts'
import {
  changeAsset,
  createAsset,
  findAsset,
  findAssetByToken,
  listAssets,
  readAssetBytes,
} from '../../../src/store/assets/assets.ts'
import { dumpWorld } from '../../../src/store/worlds/dump.ts'
import { dropWorld } from '../../../src/store/worlds/worlds.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { queryPlans } from '../../support/query-plans.ts'
import { openWorld, T0 } from '../../support/store.ts'

const asset = (ordinal: number, changes: Partial<NewAsset> = {}): NewAsset => ({
  id: `asset_${ordinal}`,
  workspaceId: 'ws_rich',
  projectId: null,
  folder: null,
  fileName: `${ordinal}.png`,
  description: null,
  uploadContentType: null,
  status: 'ready',
  uploadedVia: 'direct',
  createdAt: T0,
  failureMessage: null,
  contentType: 'image/png',
  sizeBytes: 3,
  width: 1,
  height: 1,
  hash: 'a'.repeat(64),
  expiresAt: null,
  uploadToken: `upload_${ordinal}`,
  attempts: 1,
  ...changes,
})

const claim = { scope: 'here', key: 'k', expiresAt: epochMs(T0 + 1000) }
const create = (world: WorldKey, more: Partial<CreateAsset> = {}): CreateAsset => ({
  world,
  claim: null,
  build: (ordinal) => asset(ordinal),
  bytes: Buffer.from('abc'),
  ...more,
})
const everything = { workspaceId: null, projectId: null, search: null, before: null, offset: 0, limit: 20 }

test('an asset and its bytes are kept by a reopened database', async () => {
  const file = join(temporaryFolder(), 'a.sqlite')
  const first = new SqliteStore(file)
  const world = await openWorld(first)
  await first.write(() => createAsset(create(world), T0))
  await first.close()
  const second = new SqliteStore(file)
  expect(await second.read(findAsset(world, 'asset_1'))).toEqual({ ordinal: 1, ...asset(1) })
  expect(await second.read(findAssetByToken(world, 'upload_1'))).toEqual({ ordinal: 1, ...asset(1) })
  expect(await second.read(readAssetBytes(world, 1))).toEqual(Buffer.from('abc'))
  await second.close()
})

test('a refused creation takes no key and stores no bytes', async () => {
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  const nowhere = (ordinal: number) => asset(ordinal, { workspaceId: 'ws_nope' })
  expect(await store.write(() => createAsset(create(world, { claim, build: nowhere }), T0))).toEqual({
    outcome: 'unknown_workspace',
  })
  expect((await store.write(() => createAsset(create(world, { claim }), T0))).outcome).toBe('created')
  expect(await store.write(() => createAsset(create(world, { claim }), T0))).toEqual({
    outcome: 'duplicate_key',
  })
  expect((await store.read(listAssets({ world, ...everything }))).total).toBe(1)
})

test('a refused change takes no key', async () => {
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  await store.write(() => createAsset(create(world), T0))
  const change = async (id: string, step: ChangeAsset['step']) =>
    (await store.write(() => changeAsset({ world, id, claim, step }, T0))).outcome
  expect(await change('asset_nope', () => ({}))).toBe('unknown_asset')
  expect(await change('asset_1', () => null)).toBe('refused')
  expect(await change('asset_1', () => ({ status: 'failed', failureMessage: 'x' }))).toBe('changed')
  expect(await change('asset_1', () => ({}))).toBe('duplicate_key')
  expect(await store.read(findAsset(world, 'asset_1'))).toMatchObject({
    status: 'failed',
    failureMessage: 'x',
  })
})

test('bytes are kept, replaced or deleted', async () => {
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  await store.write(() => createAsset(create(world), T0))
  for (const [bytes, after] of [
    [undefined, 'abc'],
    [Buffer.from('other'), 'other'],
    [null, undefined],
  ] as const) {
    const change = bytes === undefined ? {} : { bytes }
    const command = { world, id: 'asset_1', claim: null, step: () => change }
    await store.write(() => changeAsset(command, T0))
    expect((await store.read(readAssetBytes(world, 1)))?.toString()).toBe(after)
  }
})

test('bytes belong to their world and are dropped with it', async () => {
  const store = new SqliteStore(null)
  const [here, there] = [await openWorld(store, 'here'), await openWorld(store, 'there')]
  await store.write(() => createAsset(create(here), T0))
  await store.write(() => createAsset(create(there, { bytes: Buffer.from('xyz') }), T0))
  await store.write(() => dropWorld(here))
  expect(await store.read(readAssetBytes(here, 1))).toBeNull()
  expect(await store.read(readAssetBytes(there, 1))).toEqual(Buffer.from('xyz'))
  expect((await store.read(dumpWorld(there)))['asset_bytes']).toEqual([{ ordinal: 1, bytes: 'eHl6' }])
})

test('every page is read from an index in its order', async () => {
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  const plans = await queryPlans('SELECT * FROM assets', async () => {
    for (const filter of [{}, { workspaceId: 'ws_rich' }, { projectId: 'prj_1' }, { search: 'x' }]) {
      for (const before of [null, 7]) {
        await store.read(listAssets({ world, ...everything, ...filter, before }))
      }
    }
  })
  expect(plans.size).toBe(8)
  for (const [text, plan] of plans) {
    expect(plan, text).toMatch(/^SEARCH assets USING /)
    expect(plan, text).not.toContain('TEMP B-TREE')
  }
})
