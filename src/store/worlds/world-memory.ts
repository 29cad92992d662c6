import type { LedgerEnd } from '../workspaces/ledger.ts'
import type { WorkspaceTotals } from '../workspaces/workspaces.ts'

/**
 * What write steps know of a world without asking the database: whatever they read or wrote last, where every creation needs
 * it. An engine that alone writes to its database keeps the memory until a transaction fails; any other engine begins each
 * transaction with an empty one.
 */
export class WorldMemory {
  readonly totals = new Map<string, WorkspaceTotals>()
  ledgerEnd: LedgerEnd | null = null
  /** Ordinal of the newest run. */
  lastRun: number | null = null

  /** Forgets everything, because the world is dropped. */
  clear(): void {
    this.totals.clear()
    this.ledgerEnd = null
    this.lastRun = null
  }
}
