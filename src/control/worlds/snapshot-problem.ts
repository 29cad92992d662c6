import type { FieldProblem } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'

/** The rows of a snapshot by table. */
export type Tables = Snapshot['tables']

/** A problem of one column. */
export const problemAt = (
  table: keyof Tables,
  index: number,
  column: string,
  message: string,
): FieldProblem => ({ field: `tables.${table}.${index}.${column}`, message })
