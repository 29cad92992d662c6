import type { FieldProblem } from '../../kernel/errors.ts'

/** What is wrong with a column of a snapshot. */
export const at = (table: string, index: number, column: string, message: string): FieldProblem => ({
  field: `tables.${table}.${index}.${column}`,
  message,
})
