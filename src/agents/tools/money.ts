import { Type } from 'typebox'
import { LedgerQuery, WorkspaceChange } from '../../schemas/control/workspaces/money.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'

/** Entries that are shown without `limit`. */
const ENTRIES_DEFAULT = 50

const readLedger = defineTool({
  name: 'read_ledger',
  description:
    'Reads what the runs of a world cost: the newest changes of balances, oldest first, and the totals spent and pending.',
  input: Type.Object({
    ...WORLD,
    ...LedgerQuery.properties,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: `Default: ${ENTRIES_DEFAULT}.` }),
    ),
  }),
  example: { world: 'checkout', run_id: 'run_abc123' },
  reads: true,
  run: async (target, { world: name, limit = ENTRIES_DEFAULT, ...filter }) =>
    worldOf(target, { world: name }).ledger({ ...filter, limit }),
})

const setBalance = defineTool({
  name: 'set_balance',
  description: 'Sets what a workspace can spend from now on, such as 0 for the error insufficient_credits.',
  input: Type.Object({
    ...WORLD,
    workspace_id: Type.String({ minLength: 1, description: 'Id of the workspace, from start_world.' }),
    ...WorkspaceChange.properties,
  }),
  example: { world: 'checkout', workspace_id: 'ws_abc123', balance_usd: 0 },
  reads: false,
  run: async (target, { workspace_id: id, balance_usd: balance, ...args }) =>
    worldOf(target, args).workspaces.setBalance(id, balance),
})

export const MONEY_TOOLS = [readLedger, setBalance]
