import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { DEPTH_MAX, parseJson } from '../../http/json-body.ts'
import { JsonScanner } from '../../http/json-scanner.ts'
import { type FieldProblem, validationError } from '../../kernel/errors.ts'
import { createCompiler, type Validator } from '../../kernel/validation.ts'
import { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { problemOf } from './snapshot-check.ts'
import { type Envelope, readEnvelope, VALUES_MAX } from './snapshot-envelope.ts'
import type { Tables } from './snapshot-problem.ts'
import { refuseNewerPlan, type Upgrade, upgradeOf } from './snapshot-upgrade.ts'

/** A snapshot may hold a million mistakes. */
const PROBLEMS_MAX = 100
/** Characters; names of unknown members may be megabytes long. */
const FIELD_LENGTH_MAX = 200
/** Bytes between turns of the event loop; parsing and validating them takes 5 ms. */
const READ_AT_ONCE = 128 * 1024
/** Levels of a row: those of a body, whose `params` are one level deeper in a row. */
const ROW_DEPTH_MAX = DEPTH_MAX + 1
/** The `params` of a node are one level deeper in a run of the node. */
const RUN_DEPTH_MAX = ROW_DEPTH_MAX + 1

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
 * Reads a snapshot of this version or an earlier one. Parses and validates rows between other requests, and stops at 100
 * problems, so that neither a large snapshot nor a wrong one blocks the emulator or fills its memory.
 *
 * @param bytes JSON
 * @throws ApiError 400 with the first problems
 */
export async function readSnapshot(bytes: Buffer): Promise<Snapshot> {
  const { members, rowsAt } = await readEnvelope(bytes)
  const upgrade = upgradeOf(members)
  const upgraded = upgrade.envelope(members)
  refuse(validateEnvelope(upgraded))
  const tables = upgrade.tables(await readRows(bytes, rowsAt, upgrade))
  // Every part of it is validated.
  const snapshot = { ...upgraded, tables } as Snapshot
  const contradiction = await problemOf(snapshot)
  if (contradiction !== null) refuse([contradiction])
  return snapshot
}

async function readRows(bytes: Buffer, rowsAt: Envelope['rowsAt'], upgrade: Upgrade): Promise<Tables> {
  const problems: FieldProblem[] = []
  const tables: [string, unknown[]][] = []
  for (const [table, validate] of rowValidators) {
    const rows: unknown[] = []
    const at = rowsAt.get(table)
    // An earlier version lacks the table, and the upgrade has added an empty one.
    if (at === undefined) {
      tables.push([table, rows])
      continue
    }
    const scanner = new JsonScanner(bytes, VALUES_MAX, at)
    let turnedAt = scanner.at
    for (const index of scanner.elements()) {
      const field = `tables.${table}.${index}`
      const depthMax = table === 'runs' ? RUN_DEPTH_MAX : ROW_DEPTH_MAX
      const row = upgrade.row(table, parseJson(scanner.read(), { field, depthMax }))
      if (table === 'runs') refuseNewerPlan(field, row)
      problems.push(...validate(row).map((problem) => inRow(field, problem)))
      if (problems.length >= PROBLEMS_MAX) refuse(problems)
      if (problems.length === 0) rows.push(row)
      if (scanner.at - turnedAt < READ_AT_ONCE) continue
      turnedAt = scanner.at
      await turn()
    }
    tables.push([table, rows])
  }
  refuse(problems)
  return Object.fromEntries(tables) as Tables
}

const inRow = (row: string, { field, ...problem }: FieldProblem): FieldProblem => ({
  ...problem,
  field: field === 'body' ? row : `${row}.${field}`,
})

/** Throws 400, unless there are no problems. */
function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return
  const listed = problems.slice(0, PROBLEMS_MAX).map(({ field, ...problem }) => ({
    ...problem,
    field: field.length > FIELD_LENGTH_MAX ? `${field.slice(0, FIELD_LENGTH_MAX)}…` : field,
  }))
  const rest = {
    field: 'tables',
    message: `The first ${PROBLEMS_MAX} problems are listed; there may be more`,
  }
  throw validationError(problems.length < PROBLEMS_MAX ? listed : [...listed, rest])
}
