import { expect, test } from 'vitest'
import { DAY_MS, WorldLimit } from '../../../src/services/worlds/world-limit.ts'
import { epochMs } from '../../../src/kernel/units.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { createWorld, listWorldNames } from '../../../src/store/worlds/worlds.ts'
import { newWorld } from '../../support/store.ts'

const WALL = epochMs(1_772_355_600_000)

test('over the limit, worlds that were idle for a day are dropped, longest idle first, the default world excepted', async () => {
  const store = new SqliteStore(null)
  const add = async (name: string, usedAt: number) =>
    (await store.write(() => createWorld({ ...newWorld(name), usedAt: epochMs(usedAt) }))).key
  await add('default', 0)
  await add('idle', WALL - DAY_MS - 2)
  await add('longer', WALL - DAY_MS - 9)
  await add('recent', WALL - DAY_MS + 1)
  const inUse = await add('in-use', 0)
  const limit = new WorldLimit(store, { kept: 5, max: 9 })
  limit.noteUse(inUse)
  expect(await limit.makeRoom(WALL)).toEqual(['longer', 'idle'])
  expect(await store.read(listWorldNames(10))).toEqual(['default', 'in-use', 'recent'])
  expect(await limit.makeRoom(WALL)).toEqual([])
})

test('no world is created over the maximum', async () => {
  const store = new SqliteStore(null)
  for (const name of ['a', 'b', 'c']) {
    await store.write(() => createWorld({ ...newWorld(name), usedAt: WALL }))
  }
  await expect(new WorldLimit(store, { kept: 1, max: 3 }).makeRoom(WALL)).rejects.toThrow(
    'There are 3 worlds',
  )
})
