import type Database from 'better-sqlite3'
import type { ClockState } from '../../clock.ts'
import { epochMs } from '../../simulator/units.ts'
import type { NewWorld, WorldKey, WorldRecord } from '../store.ts'

interface Row {
  world: number
  name: string
  seed: string
  created_at: number
  clock_mode: ClockState['mode']
  clock_value: number
}

export class WorldTable {
  readonly #find
  readonly #insert
  readonly #saveClock

  constructor(db: Database.Database) {
    this.#find = db.prepare<[name: string], Row>('SELECT * FROM worlds WHERE name = ?')
    this.#insert = db.prepare<[string, string, number, string, number], Row>(
      `INSERT INTO worlds (name, seed, created_at, clock_mode, clock_value) VALUES (?, ?, ?, ?, ?) RETURNING *`,
    )
    this.#saveClock = db.prepare<[string, number, number]>(
      'UPDATE worlds SET clock_mode = ?, clock_value = ? WHERE world = ?',
    )
  }

  find(name: string): WorldRecord | null {
    const row = this.#find.get(name)
    return row === undefined ? null : toRecord(row)
  }

  insert({ name, seed, createdAt, clock }: NewWorld): WorldRecord {
    const row = this.#insert.get(name, seed, createdAt, clock.mode, clockValue(clock))
    if (row === undefined) throw new Error('INSERT … RETURNING gave no row')
    return toRecord(row)
  }

  saveClock(world: WorldKey, clock: ClockState): void {
    this.#saveClock.run(clock.mode, clockValue(clock), world)
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
  }
}
