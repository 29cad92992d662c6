import { execute, getRows, type SqlValue, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import { referencesOf, WORLD_TABLES, type WorldTable } from './tables.ts'
import type { WorldKey, WorldRecord } from './world-records.ts'
import { dropWorld, insertWorld } from './worlds.ts'

type DumpedRow = Readonly<Record<string, unknown>>

/** Rows by table and column, without the number of the world: what a world consists of in the database. */
export type TableDump = Readonly<Record<WorldTable, readonly DumpedRow[]>>

/** Rows that make no world. */
export class BadDump extends Error {
  readonly table: WorldTable
  /** Position of the row in its table. */
  readonly index: number
  /** The column that is wrong; null where the database cannot say. */
  readonly column: string | null

  constructor(place: Pick<BadDump, 'table' | 'index' | 'column'>, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BadDump'
    this.table = place.table
    this.index = place.index
    this.column = place.column
  }
}

const JSON_COLUMN_NAMES = [
  'request',
  'plan',
  'rule',
  'attempted_tools',
  'node_params',
  'node_action',
  'node_extra',
  'edge_extra',
  'attempt_log',
  'technique_inputs',
  'technique_outputs',
  'technique_details',
]

/** Columns with JSON, whose values a dump holds. */
const JSON_COLUMNS: ReadonlyMap<string, JsonColumn<unknown>> = new Map(
  JSON_COLUMN_NAMES.map((name) => [name, new JsonColumn<unknown>(name)]),
)

/** Columns with bytes, which a dump holds in base64. */
const BLOB_COLUMNS = new Set(['bytes'])

/** All rows of a world. */
export function* dumpWorld(world: WorldKey): Steps<TableDump> {
  const tables: Partial<Record<WorldTable, readonly DumpedRow[]>> = {}
  for (const table of WORLD_TABLES) {
    // The primary key begins with the world; ordered by what follows, a dump is the same each time.
    const text = `SELECT * FROM ${table} WHERE world = @world ORDER BY 2, 3`
    const rows = yield* getRows<Record<string, SqlValue>>(text, { world })
    tables[table] = rows.map((row) => fromColumns(row))
  }
  return tables as TableDump
}

/**
 * Puts dumped rows in the place of a world.
 *
 * @param world the new world without contents
 * @throws BadDump for the first row that contradicts the schema or refers to a row that is not there
 */
export function* loadWorld(
  replaced: WorldKey,
  world: Parameters<typeof insertWorld>[0],
  tables: TableDump,
): Steps<WorldRecord> {
  yield* dropWorld(replaced)
  const record = yield* insertWorld(world)
  for (const table of WORLD_TABLES) {
    for (const [index, row] of tables[table].entries()) yield* insertRow(record.key, table, index, row)
  }
  return record
}

function* insertRow(world: WorldKey, table: WorldTable, index: number, row: DumpedRow): Steps<void> {
  // Sorted, so that rows whose members come in another order share a statement.
  const columns = Object.keys(row).toSorted()
  const text = `INSERT INTO ${table} (world, ${columns.join(', ')})
    VALUES (@world, ${columns.map((column) => `@${column}`).join(', ')})`
  const values = columns.map((column) => [column, toColumn(column, row[column])])
  try {
    yield* execute(text, { ...(Object.fromEntries(values) as Record<string, SqlValue>), world })
  } catch (error) {
    throw badRow(table, index, error)
  }
}

function badRow(table: WorldTable, index: number, cause: unknown): BadDump {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (!/foreign key/i.test(text)) return new BadDump({ table, index, column: null }, text, { cause })
  const columns = referencesOf(table).join(' and ')
  return new BadDump({ table, index, column: columns }, 'Refers to a row that the snapshot does not have', {
    cause,
  })
}

function fromColumns({ world: _world, ...row }: Record<string, SqlValue>): DumpedRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, fromColumn(column, value)]))
}

function fromColumn(column: string, value: SqlValue | undefined): unknown {
  const json = JSON_COLUMNS.get(column)
  if (json !== undefined) return json.read(String(value))
  return BLOB_COLUMNS.has(column) && value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value
}

function toColumn(column: string, value: unknown): unknown {
  const json = JSON_COLUMNS.get(column)
  if (json !== undefined) return json.write(value)
  return BLOB_COLUMNS.has(column) ? Buffer.from(String(value), 'base64') : value
}
