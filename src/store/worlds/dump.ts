import type Database from 'better-sqlite3'
import type { TableDump } from '../control-records.ts'
import type { WorldKey } from '../records.ts'
import { BadDump } from '../store.ts'

/** What a world consists of. All of it is keyed by `world`, and is dropped, dumped and loaded as a whole. */
const CONTENTS = [
  'workspaces',
  'projects',
  'runs',
  'ledger',
  'idempotency_keys',
  'rules',
  'folders',
  'folder_projects',
  'library_folders',
  'library_items',
  'feedback',
  'assets',
  'asset_bytes',
  'canvases',
  'canvas_nodes',
  'canvas_edges',
  'webhooks',
  'webhook_secrets',
] as const

export const WORLD_TABLES = ['worlds', ...CONTENTS] as const

/** Columns that hold JSON; a dump holds their values. */
const JSON_COLUMNS = new Set([
  'request',
  'plan',
  'rule',
  'attempted_tools',
  'node_params',
  'node_action',
  'node_extra',
  'edge_extra',
  'attempt_log',
])

/** Columns that hold bytes; a dump holds them in base64. */
const BLOB_COLUMNS = new Set(['bytes'])

/** The rows of one world, by table, without the world's number. */
export class WorldDump {
  readonly #db
  readonly #columns

  constructor(db: Database.Database) {
    this.#db = db
    this.#columns = new Map(CONTENTS.map((table) => [table, columnsOf(db, table)]))
  }

  read(world: WorldKey): TableDump {
    return Object.fromEntries(
      [...this.#columns].map(([table, columns]) => [table, this.#rows(world, table, columns)]),
    )
  }

  /** Throws BadDump when a row is not accepted. */
  write(world: WorldKey, tables: TableDump): void {
    for (const [table, columns] of this.#columns) {
      const places = columns.map((column) => `@${column}`).join(', ')
      const insert = this.#db.prepare<[object]>(
        `INSERT INTO ${table} (world, ${columns.join(', ')}) VALUES (@world, ${places})`,
      )
      for (const [index, row] of (tables[table] ?? []).entries()) {
        try {
          insert.run({ ...toColumns(row), world })
        } catch (error) {
          throw new BadDump(`tables.${table}.${index}: ${error instanceof Error ? error.message : ''}`, {
            cause: error,
          })
        }
      }
    }
  }

  #rows(world: WorldKey, table: string, columns: readonly string[]): Record<string, unknown>[] {
    const select = this.#db.prepare<[number], Record<string, unknown>>(
      `SELECT ${columns.join(', ')} FROM ${table} WHERE world = ? ORDER BY 1, 2`,
    )
    return select.all(world).map((row) => {
      const entries = Object.entries(row).map(([column, value]) => [column, fromColumn(column, value)])
      return Object.fromEntries(entries) as Record<string, unknown>
    })
  }
}

function columnsOf(db: Database.Database, table: string): string[] {
  const columns = db.pragma(`table_info(${table})`) as { name: string }[]
  return columns.map(({ name }) => name).filter((name) => name !== 'world')
}

function toColumns(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(row).map(([column, value]) => [column, toColumn(column, value)])
  return Object.fromEntries(entries) as Record<string, unknown>
}

function fromColumn(column: string, value: unknown): unknown {
  if (JSON_COLUMNS.has(column)) return JSON.parse(String(value)) as unknown
  return BLOB_COLUMNS.has(column) && Buffer.isBuffer(value) ? value.toString('base64') : value
}

function toColumn(column: string, value: unknown): unknown {
  if (JSON_COLUMNS.has(column)) return JSON.stringify(value)
  return BLOB_COLUMNS.has(column) ? Buffer.from(String(value), 'base64') : value
}
