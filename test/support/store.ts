import { planRun, type RunEffect } from '../../src/simulator/runs/plan.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../src/kernel/units.ts'
import { RunReader } from '../../src/services/runs/run-reader.ts'
import type { CreateRun, CreateRunResult, RunQuery, RunRecord } from '../../src/store/runs/run-records.ts'
import { createRun } from '../../src/store/runs/run-transactions.ts'
import type { Page, Store } from '../../src/store/store.ts'
import type { NewWorld, WorldKey } from '../../src/store/worlds/world-records.ts'
import { createWorld } from '../../src/store/worlds/worlds.ts'

export const T0 = epochMs(1_000_000)
export const at = (ms: number): EpochMs => epochMs(T0 + ms)

/** A world with workspaces of 1.00 and 0.00 dollars, and two projects in the first and one in the second. */
export function newWorld(name: string): NewWorld {
  const project = (id: string, workspaceId: string) => ({
    id,
    workspaceId,
    name: id,
    origin: null,
    createdAt: T0,
  })
  return {
    name,
    seed: 'seed',
    createdAt: T0,
    usedAt: T0,
    settings: {},
    clock: { mode: 'manual', nowMs: T0 },
    workspaces: [
      { id: 'ws_rich', name: 'Rich', createdAt: T0, balance: microUsd(1_000_000) },
      { id: 'ws_poor', name: 'Poor', createdAt: T0, balance: microUsd(0) },
    ],
    projects: [project('prj_1', 'ws_rich'), project('prj_2', 'ws_rich'), project('prj_poor', 'ws_poor')],
    folders: [{ id: 'fld_1', workspaceId: 'ws_rich', name: 'Folder', createdAt: T0 }],
    libraryFolders: [],
    runs: [],
    assets: [],
    canvases: [],
  }
}

export async function openWorld(store: Store, name = 'default'): Promise<WorldKey> {
  return (await store.write(() => createWorld(newWorld(name)))).key
}

interface RunOptions {
  readonly workspaceId?: string
  readonly projectId?: string
  readonly quote?: MicroUsd
  readonly durationMs?: number
  readonly effect?: RunEffect
  readonly claimKey?: string
}

const NO_EFFECT: RunEffect = { outcome: null, durationMs: null, output: null, webhook: null }
export const FAIL: RunEffect = {
  outcome: { kind: 'failed', code: 'X', message: null },
  durationMs: null,
  output: null,
  webhook: null,
}

/** Builds the creation of a run, by default of ten seconds and 0.10 dollars. */
export function runCommand(world: WorldKey, now: EpochMs, options: RunOptions = {}): [CreateRun, EpochMs] {
  const { durationMs = 10_000, quote = microUsd(100_000), effect = NO_EFFECT, claimKey } = options
  const request = { type: 'image', prompt: 'a mug', model: 'm', params: {} } as const
  const command: CreateRun = {
    world,
    kind: 'generation',
    workspaceId: options.workspaceId ?? 'ws_rich',
    projectId: options.projectId ?? 'prj_1',
    quote,
    claim:
      claimKey === undefined ? null : { scope: 'here', key: claimKey, expiresAt: epochMs(now + 7_200_000) },
    build: (ordinal) => {
      const random = seededRandom(String(ordinal))
      const plan = planRun({ now, request, durationMs, quote, profile: 'docs', effect, random })
      return { id: `run_${ordinal}`, request, plan }
    },
  }
  return [command, now]
}

export const everything = {
  kind: 'generation',
  workspaceId: null,
  projectId: null,
  techniqueId: null,
  status: null,
  offset: 0,
} as const

/** Creates the run of `runCommand`. */
export async function startRun(
  store: Store,
  world: WorldKey,
  now: EpochMs,
  options: RunOptions = {},
): Promise<CreateRunResult> {
  return store.write(() => createRun(...runCommand(world, now, options)))
}

/** Reads a page of runs without a cache. */
export const listRuns = async (store: Store, query: RunQuery, now: EpochMs): Promise<Page<RunRecord>> =>
  new RunReader(store).list(query, now)
