import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { findRun } from '../../../src/store/runs/runs.ts'
import { dropWorld, findWorld } from '../../../src/store/worlds/worlds.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { openWorld, startRun, T0 } from '../../support/store.ts'
import { libraryContract } from '../workspaces/library-contract.ts'
import { webhookContract } from '../webhooks/webhooks-contract.ts'
import { storeContract } from '../contract.ts'

const inMemory = () => {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  return { store, reopen: async () => store }
}

const inFile = () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  let store = new SqliteStore(file)
  onTestFinished(() => store.close())
  const reopen = async () => {
    await store.close()
    store = new SqliteStore(file)
    return store
  }
  return { store, reopen }
}

for (const contract of [storeContract, libraryContract, webhookContract]) {
  contract('SQLite in memory', inMemory)
  contract('SQLite in a file', inFile)
}

describe('a database file', () => {
  const fileIn = (name: string) => join(temporaryFolder(), name)

  test.skipIf(process.platform === 'win32')('is private to the user, with its -wal file', async () => {
    const file = fileIn('flora.sqlite')
    writeFileSync(file, '', { mode: 0o644 })
    const store = new SqliteStore(file)
    onTestFinished(() => store.close())
    await openWorld(store)
    for (const path of [file, `${file}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('that is open is refused', async () => {
    const file = fileIn('flora.sqlite')
    const store = new SqliteStore(file)
    expect(() => new SqliteStore(file)).toThrow('another process has it open')
    await store.close()
    await new SqliteStore(file).close()
  })

  test('of another program is refused and not changed', () => {
    const file = fileIn('other.sqlite')
    const other = new Database(file)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    const before = readFileSync(file)
    expect(() => new SqliteStore(file)).toThrow('it is a SQLite database of another program')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('that is not a database is refused and not changed', () => {
    const file = fileIn('notes.txt')
    writeFileSync(file, 'these are my notes, not a database'.repeat(100))
    const { mode } = statSync(file)
    expect(() => new SqliteStore(file)).toThrow('it is not a SQLite database')
    expect(readFileSync(file, 'utf8')).toMatch(/^these are my notes/)
    expect(statSync(file).mode).toBe(mode)
  })

  test.skipIf(process.platform === 'win32')('that is a device is refused and not changed', () => {
    const { mode } = statSync('/dev/zero')
    expect(() => new SqliteStore('/dev/zero')).toThrow('it is not a regular file')
    expect(statSync('/dev/zero').mode).toBe(mode)
  })

  test('of a newer version is refused', async () => {
    const file = fileIn('flora.sqlite')
    await new SqliteStore(file).close()
    const newer = new Database(file)
    newer.pragma('user_version = 999')
    newer.close()
    expect(() => new SqliteStore(file)).toThrow('a newer flora-emulator wrote it (schema 999, this one reads')
  })

  test('whose folder does not exist, or that is a folder, is refused', () => {
    expect(() => new SqliteStore(join(temporaryFolder(), 'nowhere', 'x.sqlite'))).toThrow(
      'its folder does not exist',
    )
    expect(() => new SqliteStore(temporaryFolder())).toThrow('it is a folder')
  })
})

test('a run whose plan is of a newer version is refused, and no other', async () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  const first = new SqliteStore(file)
  const world = await openWorld(first)
  for (let count = 0; count < 2; count += 1) await startRun(first, world, T0)
  await first.close()
  const newer = new Database(file)
  newer.exec(`UPDATE runs SET plan = json_set(plan, '$.version', 99) WHERE id = 'run_2'`)
  newer.close()
  const store = new SqliteStore(file)
  onTestFinished(() => store.close())
  await expect(store.read(findRun(world, 'run_2'))).rejects.toThrow('The plan has version 99,')
  expect(await store.read(findRun(world, 'run_1'))).toMatchObject({ id: 'run_1' })
})

test('the number of a dropped world is not reused', async () => {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  const dropped = await openWorld(store, 'a')
  expect(await startRun(store, dropped, T0)).toMatchObject({ outcome: 'created' })
  await store.write(() => dropWorld(dropped))
  expect(await store.read(findWorld('a'))).toBeNull()
  expect(await openWorld(store, 'a')).toBeGreaterThan(dropped)
  // A request in flight would do this.
  expect(await startRun(store, dropped, T0)).toEqual({ outcome: 'unknown_workspace' })
})
