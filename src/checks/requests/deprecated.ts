import { type Check, evidenceOf } from '../check.ts'
import { groupsOf } from '../record/group.ts'

export const deprecated: Check = {
  id: 'deprecated',
  severity: 'info',
  title: 'A deprecated operation is used',
  remedy: 'Use the operation that its description in the API reference names.',
  find: ({ requests, operations }) =>
    [...groupsOf(requests, ({ operation }) => operation ?? '').entries()]
      .filter(([operation]) => operations.get(operation)?.isDeprecated === true)
      .map(([operation, used]) => ({
        message: `FLORA may remove ${operation} (${used[0]?.method} ${used[0]?.path}): it is deprecated.`,
        requests: evidenceOf(used),
        runId: null,
        cost: null,
      })),
}
