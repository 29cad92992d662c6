import { type Check, evidenceOf, type Violation } from '../check.ts'
import type { RequestFact } from '../record/facts.ts'
import { groupsOf } from '../record/group.ts'

/** Reads of a first page from which a pattern is taken. */
const READS_MIN = 3

export const firstPageOnly: Check = {
  id: 'first-page-only',
  severity: 'info',
  title: 'Only the first page of a list is read',
  remedy: 'Pass meta.next_cursor as cursor until it is null, or filter the list.',
  find: ({ requests }) => {
    const lists = requests.filter(({ method, status }) => method === 'GET' && status === 200)
    return [...groupsOf(lists, ({ path }) => path.split('?', 1)[0] ?? '').entries()]
      .map(([path, reads]) => violation(path, reads))
      .filter((found) => found !== null)
  },
}

function violation(path: string, reads: readonly RequestFact[]): Violation | null {
  if (reads.some((read) => /[?&]cursor=/.test(read.path))) return null
  const cut = reads.filter(hasMore)
  if (cut.length < READS_MIN) return null
  return {
    message: `Items after the first page are never seen: GET ${path} has more pages, and was read ${cut.length} times from its start.`,
    requests: evidenceOf(cut),
    runId: null,
    cost: null,
  }
}

const hasMore = ({ responseBody }: RequestFact): boolean =>
  typeof responseBody === 'string' && responseBody.includes('"next_cursor":"')
