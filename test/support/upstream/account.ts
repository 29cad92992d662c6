import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorldFixture } from '../../../src/schemas/fixtures.ts'
import { loadFixtures } from '../../../src/server/fixtures.ts'
import { sync, type SyncResult } from '../../../src/upstream/sync/sync.ts'
import { startApi } from '../api.ts'
import { temporaryFolder } from '../fixtures.ts'
import { answerJson, type Proxy, proxyOf, type Spoil } from './proxy.ts'

/** The API key of the account. */
export const KEY = 'sk_test_account'

export interface Synced extends Proxy {
  readonly folder: string
  readonly waits: number[]
  readonly run: () => Promise<SyncResult>
  readonly world: () => WorldFixture
}

/** A folder to synchronize with an emulator that is reached through a misbehaving proxy. */
export async function account(spoil?: Spoil, stop = new AbortController()): Promise<Synced> {
  const { emulator } = await startApi()
  const proxy = await proxyOf(emulator, spoil)
  const folder = join(temporaryFolder(), 'fixtures')
  const waits: number[] = []
  const options = {
    base: proxy.base,
    key: KEY,
    stopping: stop.signal,
    folder,
    progress: { update: () => undefined },
    check: (dir: string) => void loadFixtures(dir),
    wait: async (ms: number) => waits.push(ms) > 0,
    timeoutMs: 500,
  }
  return {
    ...proxy,
    folder,
    waits,
    run: () => sync(options),
    world: () => JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8')) as WorldFixture,
  }
}

/** Replaces the answer to one path. */
export const answering =
  (path: string, value: unknown, status = 200): Spoil =>
  (asked, response) =>
    asked.split('?')[0] === path && answerJson(response, value, status)
