import type { Ledger } from '../schemas/control/workspaces/money.ts'
import { type Call, queryOf } from './control-client.ts'
import { ExpectationError } from './expectation-error.ts'

interface LedgerFilter {
  readonly workspace_id?: string
  readonly run_id?: string
  readonly limit?: number
}

/** The ledger of a world: every change of a balance. */
export interface LedgerHandle {
  /**
   * Reads the newest entries of the ledger, oldest first, and what completed and unfinished runs cost in total.
   *
   * @param filter `limit`: 1–10,000, `@default` 1000; the other members are optional conditions
   * @example What did this run cost?
   * ```ts
   * const { entries, spent_usd } = await world.ledger({ run_id })
   * ```
   */
  (filter?: LedgerFilter): Promise<Ledger>
  /**
   * Rejects when the runs of the world cost more. Unfinished runs count with what they will cost.
   *
   * @param budget `max`: in USD; `workspace_id`: `@default` all workspaces
   * @throws {ExpectationError}
   * @example
   * ```ts
   * await world.ledger.expectSpend({ max: 0.5 })
   * ```
   */
  expectSpend(budget: { readonly max: number; readonly workspace_id?: string }): Promise<void>
}

export function ledgerHandle(call: Call): LedgerHandle {
  const read = async (filter: LedgerFilter = {}): Promise<Ledger> => call('GET', `/ledger${queryOf(filter)}`)
  const expectSpend: LedgerHandle['expectSpend'] = async ({ max, ...filter }) => {
    const { spent_usd: spent, pending_usd: pending } = await read({ ...filter, limit: 1 })
    // Adding dollars would add their rounding errors, too.
    const micros = Math.round(spent * 1e6) + Math.round(pending * 1e6)
    if (micros <= Math.round(max * 1e6)) return
    throw new ExpectationError(`Expected runs to cost at most $${max}, but they cost $${micros / 1e6}.`)
  }
  return Object.assign(read, { expectSpend })
}
