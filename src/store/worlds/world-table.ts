import type Database from 'better-sqlite3'
import type { ClockState } from '../../kernel/clock.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { NewWorld, WorldChange, WorldKey, WorldRecord, WorldSettings } from '../records.ts'
import { WORLD_TABLES } from './dump.ts'
import { LIMIT } from '../engine/sql-limit.ts'

interface Row {
  world: number
  name: string
  seed: string
  created_at: number
  clock_mode: ClockState['mode']
  clock_value: number
  settings: string
}

export class WorldTable {
  readonly #find
  readonly #isThere
  readonly #names
  readonly #count
  readonly #insert
  readonly #save
  readonly #saveClock
  readonly #touch
  readonly #longestIdle
  readonly #drops

  constructor(db: Database.Database) {
    this.#find = db.prepare<[name: string], Row>('SELECT * FROM worlds WHERE name = ?')
    this.#isThere = db.prepare<[number], number>('SELECT 1 FROM worlds WHERE world = ?').pluck()
    this.#names = db.prepare<[object], string>(`SELECT name FROM worlds ORDER BY world DESC ${LIMIT}`).pluck()
    this.#count = db.prepare<[], number>('SELECT count(*) FROM worlds').pluck()
    this.#insert = db.prepare<(string | number)[], Row>(
      `INSERT INTO worlds (name, seed, created_at, clock_mode, clock_value, settings, used_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    )
    this.#save = db.prepare<[string | null, string | null, number]>(
      'UPDATE worlds SET seed = coalesce(?, seed), settings = coalesce(?, settings) WHERE world = ?',
    )
    this.#saveClock = db.prepare<[string, number, number]>(
      'UPDATE worlds SET clock_mode = ?, clock_value = ? WHERE world = ?',
    )
    this.#touch = db.prepare<[number, number]>('UPDATE worlds SET used_at = ? WHERE world = ?')
    this.#longestIdle = db.prepare<[number, string], { world: WorldKey; name: string }>(
      'SELECT world, name FROM worlds WHERE used_at < ? AND name <> ? ORDER BY used_at LIMIT 1',
    )
    this.#drops = WORLD_TABLES.map((table) => db.prepare<[number]>(`DELETE FROM ${table} WHERE world = ?`))
  }

  find(name: string): WorldRecord | null {
    const row = this.#find.get(name)
    return row === undefined ? null : toRecord(row)
  }

  isThere(world: WorldKey): boolean {
    return this.#isThere.get(world) !== undefined
  }

  names(limit: number): string[] {
    return this.#names.all({ limit }).toSorted()
  }

  count(): number {
    return this.#count.get() ?? 0
  }

  insert({ name, seed, createdAt, clock, settings, usedAt }: NewWorld): WorldRecord {
    const text = JSON.stringify(settings)
    const row = this.#insert.get(name, seed, createdAt, clock.mode, clockValue(clock), text, usedAt)
    if (row === undefined) throw new Error('INSERT … RETURNING gave no row')
    return toRecord(row)
  }

  save(world: WorldKey, { seed, clock, settings }: WorldChange): void {
    this.#save.run(seed ?? null, settings === undefined ? null : JSON.stringify(settings), world)
    if (clock !== undefined) this.saveClock(world, clock)
  }

  saveClock(world: WorldKey, clock: ClockState): void {
    this.#saveClock.run(clock.mode, clockValue(clock), world)
  }

  touch(world: WorldKey, usedAt: EpochMs): void {
    this.#touch.run(usedAt, world)
  }

  longestIdle(before: EpochMs, keep: string): { world: WorldKey; name: string } | null {
    return this.#longestIdle.get(before, keep) ?? null
  }

  /** Deletes the world and all that is in it. */
  drop(world: WorldKey): void {
    for (const statement of this.#drops) statement.run(world)
  }
}

const clockValue = (clock: ClockState): number => (clock.mode === 'real' ? clock.offsetMs : clock.nowMs)

function toRecord(row: Row): WorldRecord {
  const clock: ClockState =
    row.clock_mode === 'real'
      ? { mode: 'real', offsetMs: row.clock_value }
      : { mode: row.clock_mode, nowMs: epochMs(row.clock_value) }
  return {
    key: row.world as WorldKey,
    name: row.name,
    seed: row.seed,
    createdAt: epochMs(row.created_at),
    clock,
    settings: JSON.parse(row.settings) as WorldSettings,
  }
}
