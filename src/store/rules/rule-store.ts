import type Database from 'better-sqlite3'
import type { Rule } from '../../simulator/rules/rules.ts'
import type { RuleRecord } from '../control-records.ts'
import type { WorldKey } from '../records.ts'
import type { RuleStore } from '../store.ts'
import type { GroupCommit } from '../engine/group-commit.ts'

interface Row {
  ordinal: number
  id: string
  rule: string
  applied: number
}

export class RuleTable {
  readonly #list
  readonly #insert
  readonly #delete
  readonly #saveApplied

  constructor(db: Database.Database) {
    this.#list = db.prepare<[number], Row>('SELECT * FROM rules WHERE world = ? ORDER BY ordinal')
    this.#insert = db.prepare<(string | number)[]>(
      'INSERT INTO rules (world, ordinal, id, rule, applied) VALUES (?, ?, ?, ?, ?)',
    )
    this.#delete = db.prepare<[object]>(
      'DELETE FROM rules WHERE world = @world AND (@id IS NULL OR id = @id)',
    )
    this.#saveApplied = db.prepare<[number, number, number]>(
      'UPDATE rules SET applied = max(applied, ?) WHERE world = ? AND ordinal = ?',
    )
  }

  list(world: WorldKey): RuleRecord[] {
    return this.#list.all(world).map(({ ordinal, id, rule, applied }) => {
      return { ordinal, id, applied, ...(JSON.parse(rule) as Rule) }
    })
  }

  insert(world: WorldKey, { ordinal, id, applied, match, times, effect }: RuleRecord): void {
    this.#insert.run(world, ordinal, id, JSON.stringify({ match, times, effect }), applied)
  }

  /** Null deletes all. */
  delete(world: WorldKey, id: string | null): void {
    this.#delete.run({ world, id })
  }

  /** Counts only go up, so that two requests whose writes overtake each other leave the higher one. */
  saveApplied(world: WorldKey, ordinal: number, applied: number): void {
    this.#saveApplied.run(applied, world, ordinal)
  }
}

export class SqliteRules implements RuleStore {
  readonly #table
  readonly #commit

  constructor(table: RuleTable, commit: GroupCommit) {
    this.#table = table
    this.#commit = commit
  }

  async list(world: WorldKey): Promise<readonly RuleRecord[]> {
    return this.#table.list(world)
  }

  async add(world: WorldKey, rule: RuleRecord): Promise<void> {
    return this.#commit.write(() => this.#table.insert(world, rule))
  }

  async delete(world: WorldKey, id: string | null): Promise<void> {
    return this.#commit.write(() => this.#table.delete(world, id))
  }

  async saveApplied(world: WorldKey, { ordinal, applied }: RuleRecord): Promise<void> {
    return this.#commit.write(() => this.#table.saveApplied(world, ordinal, applied))
  }
}
