import { setImmediate as turn } from 'node:timers/promises'
import type { FieldProblem } from '../../kernel/errors.ts'
import { type IdPrefix, isIdOfLaterRow } from '../../kernel/ids.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

/** Comparing this many ids takes 10 ms at most. */
const ROWS_AT_ONCE = 500

interface Sequence {
  readonly table:
    | 'projects'
    | 'runs'
    | 'library_folders'
    | 'library_items'
    | 'feedback'
    | 'assets'
    | 'webhooks'
  readonly prefix: IdPrefix
  /** Follows the seed of the world in the seed of the ids. */
  readonly suffix: string
  /** Table whose rows the ids count. */
  readonly counts: Sequence['table']
}

const SEQUENCES: readonly Sequence[] = [
  { table: 'projects', prefix: 'prj', suffix: '', counts: 'projects' },
  { table: 'runs', prefix: 'run', suffix: '', counts: 'runs' },
  { table: 'library_folders', prefix: 'libfolder', suffix: '', counts: 'library_folders' },
  { table: 'library_items', prefix: 'node', suffix: '/library', counts: 'library_items' },
  { table: 'feedback', prefix: 'fb', suffix: '', counts: 'feedback' },
  { table: 'assets', prefix: 'asset', suffix: '', counts: 'assets' },
  { table: 'webhooks', prefix: 'whd', suffix: '', counts: 'runs' },
  { table: 'webhooks', prefix: 'whd', suffix: '/added', counts: 'webhooks' },
]

/** No row has the id that a later row of the world gets. */
export async function idProblem(tables: Tables, seed: string): Promise<FieldProblem | null> {
  for (const { table, prefix, suffix, counts } of SEQUENCES) {
    const last = tables[counts].reduce((highest, { ordinal }) => Math.max(highest, ordinal), 0)
    for (const [index, { id }] of tables[table].entries()) {
      if (isIdOfLaterRow(id, { prefix, seed: seed + suffix, last })) {
        return problemAt(table, index, 'id', `Is the id of a later row of ${counts}`)
      }
      if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await turn()
    }
  }
  return null
}
