import { isRecord } from '../json.ts'

/** Members that lists may be ordered by. */
const KEYS = [
  'created_at',
  'last_modified',
  'started_at',
  'completed_at',
  'name',
  'slug',
  'model_id',
  'action_id',
  'technique_id',
  'project_id',
  'workspace_id',
  'asset_id',
  'run_id',
  'type',
  'provider',
]
/** Two rows are in some order by chance. */
const ROWS_MIN = 3

/**
 * Finds the orders that the rows of a list are in, such as `created_at descending`. Returns null for too few rows, and an
 * empty list for rows in none of the orders that are looked for.
 */
export function ordersOf(rows: readonly unknown[]): string[] | null {
  const records = rows.filter(isRecord)
  if (records.length < ROWS_MIN) return null
  return KEYS.flatMap((key) => {
    const values = records.map((row) => row[key])
    if (
      !values.every((value) => typeof value === 'number') &&
      !values.every((value) => typeof value === 'string')
    )
      return []
    const steps = values.slice(1).map((value, index) => compare(values[index], value))
    if (steps.every((step) => step === 0)) return []
    if (steps.every((step) => step <= 0)) return [`${key} ascending`]
    return steps.every((step) => step >= 0) ? [`${key} descending`] : []
  })
}

/** Upper case does not come first, as people sort texts. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a).toLowerCase(), String(b).toLowerCase()]
  return left < right ? -1 : Number(left > right)
}
