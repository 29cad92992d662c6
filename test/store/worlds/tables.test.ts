import type Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../src/store/engine/open-database.ts'
import { referencesOf, WORLD_TABLES, type WorldTable } from '../../../src/store/worlds/tables.ts'

interface ForeignKey {
  readonly table: string
  readonly from: string
}

function openSchema(): Database.Database {
  const db = openDatabase(null)
  onTestFinished(() => void db.close())
  return db
}

/** The foreign keys of a table, a row for each column. */
const foreignKeys = (db: Database.Database, table: WorldTable): readonly ForeignKey[] =>
  db.pragma(`foreign_key_list(${table})`) as ForeignKey[]

test('every table with a column for the world is dropped, dumped and loaded with its world', () => {
  const keyed = openSchema()
    .prepare(
      `SELECT name FROM sqlite_schema AS tables WHERE type = 'table' AND name <> 'worlds'
         AND EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'world')`,
    )
    .pluck()
    .all()
  expect(new Set(keyed)).toEqual(new Set(WORLD_TABLES))
})

test('the references of each table are the columns of its foreign keys', () => {
  const db = openSchema()
  const byTable = (columnsOf: (table: WorldTable) => readonly string[]) =>
    Object.fromEntries(WORLD_TABLES.map((table) => [table, [...new Set(columnsOf(table))].toSorted()]))
  const declared = byTable((table) => foreignKeys(db, table).map(({ from }) => from))
  // Each key begins with the world.
  expect(byTable(referencesOf)).toEqual(
    byTable((table) => declared[table]?.filter((name) => name !== 'world') ?? []),
  )
})

test('each table comes after those that it refers to', () => {
  const db = openSchema()
  for (const [index, table] of WORLD_TABLES.entries()) {
    const targets = new Set(foreignKeys(db, table).map((key) => key.table))
    expect(WORLD_TABLES.slice(0, index)).toEqual(expect.arrayContaining([...targets]))
  }
})
