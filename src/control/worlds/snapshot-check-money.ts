import type { FieldProblem } from '../../kernel/errors.ts'
import { boundedMicroUsd } from '../../kernel/units.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

/** Balances are the sums of the ledger, which holds a reservation for each unsettled run. */
export function moneyProblem(tables: Tables): FieldProblem | null {
  const { workspaces, ledger, runs } = tables
  const sums = new Map(workspaces.map(({ id }) => [id, 0]))
  const reserved = new Map<string, number>()
  const sorted = [...ledger.entries()].toSorted(([, a], [, b]) => a.ordinal - b.ordinal)
  for (const [index, { workspace_id, run_id, amount_micro_usd, balance_micro_usd }] of sorted) {
    const balance = (sums.get(workspace_id) ?? 0) + amount_micro_usd
    if (balance !== balance_micro_usd) {
      return problemAt('ledger', index, 'balance_micro_usd', `Must be ${balance}, the sum so far`)
    }
    sums.set(workspace_id, balance)
    if (run_id !== null) reserved.set(run_id, (reserved.get(run_id) ?? 0) + amount_micro_usd)
  }
  const wrong = workspaces.findIndex(({ id, balance_micro_usd }) => sums.get(id) !== balance_micro_usd)
  if (wrong !== -1) {
    return problemAt('workspaces', wrong, 'balance_micro_usd', 'Must be the sum of its ledger entries')
  }
  const unpaid = runs.findIndex(
    ({ id, settled, reserved_micro_usd }) => settled === 0 && -(reserved.get(id) ?? 0) !== reserved_micro_usd,
  )
  if (unpaid !== -1) return problemAt('runs', unpaid, 'reserved_micro_usd', 'Disagrees with the ledger')
  return spentProblem(tables)
}

function spentProblem({ workspaces, runs }: Tables): FieldProblem | null {
  const spent = new Map<string, number>()
  for (const { workspace_id, settled, charged_micro_usd } of runs) {
    if (settled === 1) spent.set(workspace_id, (spent.get(workspace_id) ?? 0) + charged_micro_usd)
  }
  const index = workspaces.findIndex(
    ({ id, spent_micro_usd }) => boundedMicroUsd(spent.get(id) ?? 0) !== spent_micro_usd,
  )
  return index === -1
    ? null
    : problemAt('workspaces', index, 'spent_micro_usd', 'Must be what its settled runs cost')
}
