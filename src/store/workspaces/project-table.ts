import type Database from 'better-sqlite3'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { NewProject, Page, ProjectQuery, ProjectRecord, RunList, WorldKey } from '../records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

interface Row {
  ordinal: number
  id: string
  workspace_id: string
  name: string
  origin: string | null
  created_at: number
  modified_at: number
}

export class ProjectTable {
  readonly #find
  readonly #workspaceOf
  readonly #lastOrdinal
  readonly #runCounts
  readonly #list
  readonly #count
  readonly #insert
  readonly #addRun
  readonly #addTechniqueRun

  constructor(db: Database.Database) {
    this.#find = db.prepare<[number, string], Row>('SELECT * FROM projects WHERE world = ? AND id = ?')
    this.#workspaceOf = db
      .prepare<[number, string], string>('SELECT workspace_id FROM projects WHERE world = ? AND id = ?')
      .pluck()
    this.#lastOrdinal = db
      .prepare<[number], number>('SELECT ordinal FROM projects WHERE world = ? ORDER BY ordinal DESC LIMIT 1')
      .pluck()
    this.#runCounts = db.prepare<[number, string], Record<RunList, number>>(
      `SELECT generation_count AS generation, technique_count AS technique
       FROM projects WHERE world = ? AND id = ?`,
    )
    const matching = `FROM projects WHERE world = @world AND workspace_id = @workspaceId
      AND (@search IS NULL OR instr(name_folded, @search) > 0)`
    this.#list = db.prepare<[object], Row>(
      `SELECT * ${matching} AND (@before IS NULL OR ordinal < @before) ORDER BY ordinal DESC ${LIMIT}`,
    )
    this.#count = db.prepare<[object], number>(`SELECT count(*) ${matching}`).pluck()
    this.#insert = db.prepare<[object]>(
      `INSERT INTO projects (world, ordinal, id, workspace_id, name, name_folded, origin, created_at, modified_at)
       VALUES (@world, @ordinal, @id, @workspaceId, @name, @folded, @origin, @createdAt, @createdAt)`,
    )
    const addRun = (count: string) =>
      db.prepare<[number, number, string]>(
        `UPDATE projects SET ${count} = ${count} + 1, modified_at = ? WHERE world = ? AND id = ?`,
      )
    this.#addRun = addRun('generation_count')
    this.#addTechniqueRun = addRun('technique_count')
  }

  find(world: WorldKey, id: string): ProjectRecord | null {
    const row = this.#find.get(world, id)
    return row === undefined ? null : toRecord(row)
  }

  workspaceOf(world: WorldKey, id: string): string | null {
    return this.#workspaceOf.get(world, id) ?? null
  }

  /** How many runs of a list belong to the project; 0 for an unknown one. */
  runCount(world: WorldKey, id: string, list: RunList): number {
    return this.#runCounts.get(world, id)?.[list] ?? 0
  }

  list({ world, workspaceId, search, before, limit }: ProjectQuery): Page<ProjectRecord> {
    const filter = { world, workspaceId, search: search === null ? null : fold(search) }
    const rows = this.#list.all({ ...filter, before, limit: limit + 1 })
    return {
      rows: rows.slice(0, limit).map(toRecord),
      more: rows.length > limit,
      total: this.#count.get(filter) ?? 0,
    }
  }

  nextOrdinal(world: WorldKey): number {
    return (this.#lastOrdinal.get(world) ?? 0) + 1
  }

  insert(world: WorldKey, ordinal: number, project: NewProject): ProjectRecord {
    this.#insert.run({ ...project, world, ordinal, folded: fold(project.name) })
    return { ...project, ordinal, modifiedAt: project.createdAt }
  }

  addRun(world: WorldKey, id: string, list: RunList, now: EpochMs): void {
    const statement = list === 'generation' ? this.#addRun : this.#addTechniqueRun
    statement.run(now, world, id)
  }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

const toRecord = (row: Row): ProjectRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  name: row.name,
  origin: row.origin,
  createdAt: epochMs(row.created_at),
  modifiedAt: epochMs(row.modified_at),
})
