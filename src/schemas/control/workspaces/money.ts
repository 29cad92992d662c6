import { type Static, Type } from 'typebox'

const USD_MAX = 1_000_000_000

export const WorkspaceAnswer = Type.Object({
  workspace_id: Type.String(),
  name: Type.String(),
  balance_usd: Type.Number({ description: 'Amount that the workspace can spend.' }),
})
export type WorkspaceAnswer = Static<typeof WorkspaceAnswer>

export const WorkspaceAnswerList = Type.Object({ workspaces: Type.Array(WorkspaceAnswer) })
export type WorkspaceAnswerList = Static<typeof WorkspaceAnswerList>

export const WorkspaceChange = Type.Object({
  balance_usd: Type.Number({ minimum: 0, maximum: USD_MAX, description: 'New balance of the workspace.' }),
})

export const LedgerQuery = Type.Object({
  workspace_id: Type.Optional(Type.String()),
  run_id: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Default: 1000.' })),
})

const LedgerEntry = Type.Object({
  at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  kind: Type.Enum(['reserve', 'settle', 'refund', 'adjust'], { type: 'string' }),
  run_id: Type.Union([Type.String(), Type.Null()]),
  workspace_id: Type.String(),
  amount_usd: Type.Number({ description: 'Change of the balance.' }),
  balance_usd: Type.Number({ description: 'Balance of the workspace after the change.' }),
})

export const Ledger = Type.Object({
  entries: Type.Array(LedgerEntry, { description: 'The newest entries, oldest first.' }),
  spent_usd: Type.Number({
    description: 'Cost of all completed runs, including those whose entries are not listed.',
  }),
  pending_usd: Type.Number({ description: 'What unfinished runs will cost.' }),
})
export type Ledger = Static<typeof Ledger>
