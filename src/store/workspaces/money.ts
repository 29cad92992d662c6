import { boundedMicroUsd, type EpochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import { dueRefund, settleRuns, sumPending } from '../runs/settle.ts'
import type { Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { openBalances } from './balances.ts'
import { listEntries } from './ledger.ts'
import type { LedgerEntry, LedgerQuery } from './workspace-records.ts'
import { findTotals, sumSpent } from './workspaces.ts'

/** The ledger with its sums. */
export interface LedgerReading {
  readonly entries: readonly LedgerEntry[]
  /** What completed runs cost. */
  readonly spent: MicroUsd
  /** What unfinished runs will cost. */
  readonly pending: MicroUsd
}

/** What a workspace can spend at `now`, with ended runs settled. Null for an unknown workspace. */
export function* balanceAt(world: WorldKey, workspaceId: string, now: EpochMs): Steps<MicroUsd | null> {
  const totals = yield* findTotals(world, workspaceId)
  if (totals === null) return null
  return boundedMicroUsd(totals.balance + (yield* dueRefund(world, workspaceId, now)))
}

/** Sets what a workspace can spend, with a ledger entry. False for an unknown workspace. */
export function* setBalance(
  world: WorldKey,
  workspaceId: string,
  balance: MicroUsd,
  now: EpochMs,
): Steps<boolean> {
  const balances = yield* openBalances(world)
  yield* settleRuns(balances, world, now, null)
  const before = yield* balances.find(workspaceId)
  if (before !== null) {
    const amount = microUsd(balance - before)
    yield* balances.enter({ at: now, kind: 'adjust', workspaceId, runId: null, amount })
  }
  yield* balances.save()
  return before !== null
}

/** The newest ledger entries, oldest first, and what was spent in all and is pending, with runs that ended by `now` settled. */
export function* readLedger(query: LedgerQuery, now: EpochMs): Steps<LedgerReading> {
  const balances = yield* openBalances(query.world)
  yield* settleRuns(balances, query.world, now, null)
  yield* balances.save()
  return {
    entries: yield* listEntries(query),
    spent: yield* sumSpent(query.world, query.workspaceId),
    pending: yield* sumPending(query.world, query.workspaceId),
  }
}
