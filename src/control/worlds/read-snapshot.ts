import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { type FieldProblem, validationError } from '../../kernel/errors.ts'
import { createCompiler, type Validator } from '../../kernel/validation.ts'
import { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { problemOf } from './snapshot-check.ts'
import { upgradeSnapshot } from './snapshot-upgrade.ts'

/** A snapshot may hold a million mistakes. */
const PROBLEMS_MAX = 100
/** Rows that are validated before others get their turn. */
const ROWS_AT_ONCE = 200

type Tables = Snapshot['tables']

const compile = createCompiler({
  coerce: false,
  closed: true,
  publicCallbacks: false,
  firstOnly: true,
  schemas: [],
})

const { tables: TableSchemas, ...envelope } = Snapshot.properties
const tableNames = Object.keys(TableSchemas.properties) as (keyof Tables)[]

/** Everything but the rows. */
const validateEnvelope = compile(
  Type.Object({
    ...envelope,
    tables: Type.Object(Object.fromEntries(tableNames.map((name) => [name, Type.Array(Type.Unknown())]))),
  }),
)

const rowValidators: readonly (readonly [keyof Tables, Validator])[] = tableNames.map((name) => [
  name,
  compile(TableSchemas.properties[name].items),
])

/**
 * Reads a snapshot of this version or an earlier one. Rows are validated a few at a time, so that a large document holds
 * nobody up, and one problem a row is reported, so that a wrong one fills no memory.
 *
 * @throws ApiError 400 with the first problems
 */
export async function readSnapshot(body: unknown): Promise<Snapshot> {
  const snapshot = upgradeSnapshot(body)
  const outer = validateEnvelope(snapshot)
  if (outer.length > 0) throw validationError(outer)
  // Every part of it is validated before it is returned.
  const { tables } = snapshot as Snapshot
  const problems: FieldProblem[] = []
  for (const [table, validate] of rowValidators) {
    for (const [index, row] of tables[table].entries()) {
      problems.push(...validate(row).map((problem) => inRow(table, index, problem)))
      if (problems.length >= PROBLEMS_MAX) throw tooMany(problems)
      if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await turn()
    }
  }
  if (problems.length > 0) throw validationError(problems)
  const contradiction = await problemOf(tables)
  if (contradiction !== null) throw validationError([contradiction])
  return snapshot as Snapshot
}

const inRow = (table: keyof Tables, index: number, { field, ...problem }: FieldProblem): FieldProblem => ({
  ...problem,
  field: [`tables.${table}.${index}`, ...(field === 'body' ? [] : [field])].join('.'),
})

function tooMany(problems: readonly FieldProblem[]) {
  const rest = {
    field: 'tables',
    message: `The first ${PROBLEMS_MAX} problems are listed; there may be more`,
  }
  return validationError([...problems.slice(0, PROBLEMS_MAX), rest])
}
