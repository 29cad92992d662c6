import type { ClockState } from '../../kernel/clock.ts'
import { type EpochMs, epochMs, microUsd } from '../../kernel/units.ts'
import { EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import { insertAsset } from '../assets/assets.ts'
import { saveCanvas } from '../canvas/canvases.ts'
import { addSampleRun } from '../runs/run-transactions.ts'
import { execute, getRow, getRows, LIMIT, memoryOf, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import { setBalance } from '../workspaces/money.ts'
import { insertFolder } from '../workspaces/folders.ts'
import { insertLibraryFolder } from '../workspaces/library.ts'
import { insertProject } from '../workspaces/projects.ts'
import { insertWorkspace } from '../workspaces/workspaces.ts'
import { clockValue, saveClock } from './clock.ts'
import { WORLD_TABLES } from './tables.ts'
import type { NewWorld, WorldChange, WorldKey, WorldRecord, WorldSettings } from './world-records.ts'

const SETTINGS = new JsonColumn<WorldSettings>('worlds.settings')

interface Row {
  world: WorldKey
  name: string
  seed: string
  created_at: number
  clock_mode: ClockState['mode']
  clock_value: number
  settings: string
}

export function* findWorld(name: string): Steps<WorldRecord | null> {
  const row = yield* getRow<Row>('SELECT * FROM worlds WHERE name = @name', { name })
  return row === null ? null : toRecord(row)
}

/** False for a world that was dropped or reset, whose number a request in flight may still hold. */
export function* worldExists(world: WorldKey): Steps<boolean> {
  return (yield* getRow('SELECT 1 FROM worlds WHERE world = @world', { world })) !== null
}

/** The names of the newest `limit` worlds, sorted. */
export function* listWorldNames(limit: number): Steps<readonly string[]> {
  const text = `SELECT name FROM worlds ORDER BY world DESC ${LIMIT}`
  const rows = yield* getRows<{ name: string }>(text, { limit })
  return rows.map(({ name }) => name).toSorted()
}

export function* countWorlds(): Steps<number> {
  const row = yield* getRow<{ count: number }>('SELECT count(*) AS count FROM worlds', {})
  return row?.count ?? 0
}

/** Creates the world, or returns the existing one of that name. */
export function* createWorld(world: NewWorld): Steps<WorldRecord> {
  return (yield* findWorld(world.name)) ?? (yield* insertWorldWithContents(world))
}

/** Drops a world and creates another in its place. */
export function* replaceWorld(world: WorldKey, next: NewWorld): Steps<WorldRecord> {
  yield* dropWorld(world)
  return yield* insertWorldWithContents(next)
}

export function* saveWorld(world: WorldKey, { seed, clock, settings }: WorldChange): Steps<void> {
  yield* execute(
    `UPDATE worlds SET seed = coalesce(@seed, seed), settings = coalesce(@settings, settings)
     WHERE world = @world`,
    { world, seed: seed ?? null, settings: settings === undefined ? null : SETTINGS.write(settings) },
  )
  if (clock !== undefined) yield* saveClock(world, clock)
}

/** Stores when worlds were last used, by wall time. */
export function* touchWorlds(worlds: ReadonlyMap<WorldKey, EpochMs>): Steps<void> {
  for (const [world, usedAt] of worlds) {
    yield* execute('UPDATE worlds SET used_at = @usedAt WHERE world = @world', { world, usedAt })
  }
}

/**
 * Drops the world that was not used for longest, if it was last used before an instant of wall time.
 *
 * @param keep name of a world that is never dropped
 * @returns the name of the dropped world, or null
 */
export function* dropIdleWorld(before: EpochMs, keep: string): Steps<string | null> {
  const idle = yield* getRow<{ world: WorldKey; name: string }>(
    'SELECT world, name FROM worlds WHERE used_at < @before AND name <> @keep ORDER BY used_at LIMIT 1',
    { before, keep },
  )
  if (idle !== null) yield* dropWorld(idle.world)
  return idle?.name ?? null
}

/** Deletes a world with everything in it. */
export function* dropWorld(world: WorldKey): Steps<void> {
  // Rows before those that they refer to.
  for (const table of WORLD_TABLES.toReversed()) {
    yield* execute(`DELETE FROM ${table} WHERE world = @world`, { world })
  }
  const memory = yield* memoryOf(world)
  memory.clear()
  yield* execute('DELETE FROM worlds WHERE world = @world', { world })
}

/** Inserts the world alone. */
export function* insertWorld(world: Omit<NewWorld, Contents>): Steps<WorldRecord> {
  const { name, seed, createdAt, clock, settings, usedAt } = world
  const row = yield* getRow<Row>(
    `INSERT INTO worlds (name, seed, created_at, clock_mode, clock_value, settings, used_at)
     VALUES (@name, @seed, @createdAt, @mode, @value, @settings, @usedAt) RETURNING *`,
    {
      name,
      seed,
      createdAt,
      mode: clock.mode,
      value: clockValue(clock),
      settings: SETTINGS.write(settings),
      usedAt,
    },
  )
  if (row === null) throw new Error('INSERT … RETURNING returned no row')
  return toRecord(row)
}

type Contents = 'workspaces' | 'projects' | 'folders' | 'libraryFolders' | 'runs' | 'assets' | 'canvases'

function* insertWorldWithContents(world: NewWorld): Steps<WorldRecord> {
  const record = yield* insertWorld(world)
  const { key } = record
  for (const [index, workspace] of world.workspaces.entries()) {
    yield* insertWorkspace(key, index + 1, { ...workspace, balance: microUsd(0) })
    yield* setBalance(key, workspace.id, workspace.balance, world.createdAt)
  }
  for (const [index, project] of world.projects.entries()) yield* insertProject(key, index + 1, project)
  for (const [index, folder] of world.folders.entries()) yield* insertFolder(key, index + 1, folder)
  for (const [index, folder] of world.libraryFolders.entries()) {
    yield* insertLibraryFolder(key, index + 1, folder)
  }
  for (const run of world.runs) yield* addSampleRun(key, run)
  for (const { projectId, canvas } of world.canvases) yield* saveCanvas(key, projectId, EMPTY_CANVAS, canvas)
  for (const [index, { asset, bytes }] of world.assets.entries()) {
    yield* insertAsset(key, index + 1, asset, bytes)
  }
  return record
}

function toRecord(row: Row): WorldRecord {
  const clock: ClockState =
    row.clock_mode === 'real'
      ? { mode: 'real', offsetMs: row.clock_value }
      : { mode: row.clock_mode, nowMs: epochMs(row.clock_value) }
  return {
    key: row.world,
    name: row.name,
    seed: row.seed,
    createdAt: epochMs(row.created_at),
    clock,
    settings: SETTINGS.read(row.settings),
  }
}
