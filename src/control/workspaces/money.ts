import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import {
  type Ledger,
  Ledger as LedgerSchema,
  LedgerQuery,
  type WorkspaceAnswer,
  type WorkspaceAnswerList,
  WorkspaceAnswerList as WorkspaceListSchema,
  WorkspaceAnswer as WorkspaceSchema,
  WorkspaceChange,
} from '../../schemas/control/workspaces/money.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import type { Account } from '../../services/workspaces/money.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { microUsd } from '../../kernel/units.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const tags = ['Money']
const params = Type.Object({ ...WorldParams.properties, id: Type.String() })
const ENTRIES_DEFAULT = 1000

const listWorkspaces = {
  tags,
  operationId: 'listBalances',
  summary: 'List workspaces and their balances',
  params: WorldParams,
  response: answers(200, WorkspaceListSchema),
}

const getWorkspace = {
  tags,
  operationId: 'getWorkspace',
  summary: "Read a workspace's balance",
  params,
  response: answers(200, WorkspaceSchema),
}

const patchWorkspace = {
  tags,
  operationId: 'patchWorkspace',
  summary: "Set a workspace's balance",
  description: 'Writes an `adjust` entry to the ledger.',
  params,
  body: WorkspaceChange,
  response: answers(200, WorkspaceSchema),
}

const getLedger = {
  tags,
  operationId: 'getLedger',
  summary: 'Read the ledger',
  description:
    'Returns every change of a balance up to now. The amounts of a workspace add up to its balance.',
  params: WorldParams,
  querystring: LedgerQuery,
  response: answers(200, LedgerSchema),
}

export function moneyRoutes(api: Api, { services: { worlds, money } }: ControlDeps): void {
  api.get(
    '/worlds/:world/workspaces',
    { schema: listWorkspaces },
    async ({ params: { world } }): Promise<WorkspaceAnswerList> => {
      const accounts = await money.accounts(await worlds.get(world))
      return { workspaces: accounts.map(renderAccount) }
    },
  )

  api.get('/worlds/:world/workspaces/:id', { schema: getWorkspace }, async (request) => {
    const world = await worlds.get(request.params.world)
    return renderAccount(await money.account(world, request.params.id))
  })

  api.patch('/worlds/:world/workspaces/:id', { schema: patchWorkspace }, async (request) => {
    const world = await worlds.get(request.params.world)
    const balance = microUsd(Math.round(request.body.balance_usd * 1_000_000))
    return renderAccount(await money.setBalance(world, request.params.id, balance))
  })

  api.get('/worlds/:world/ledger', { schema: getLedger }, async (request): Promise<Ledger> => {
    const { workspace_id: workspaceId = null, run_id: runId = null, limit = ENTRIES_DEFAULT } = request.query
    const world = await worlds.get(request.params.world)
    const { entries, spent, pending } = await money.ledger(world, { workspaceId, runId, limit })
    return {
      entries: entries.map((entry) => ({
        at: entry.at,
        kind: entry.kind,
        run_id: entry.runId,
        workspace_id: entry.workspaceId,
        amount_usd: toUsd(entry.amount),
        balance_usd: toUsd(entry.balance),
      })),
      spent_usd: toUsd(spent),
      pending_usd: toUsd(pending),
    }
  })
}

const renderAccount = ({ workspace, balance }: Account): WorkspaceAnswer => ({
  workspace_id: workspace.id,
  name: workspace.name,
  balance_usd: toUsd(balance),
})
