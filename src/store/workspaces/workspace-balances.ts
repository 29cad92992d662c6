import { type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { LedgerEntry } from '../control-records.ts'
import type { RunList, WorldKey } from '../records.ts'
import type { LedgerTable } from './ledger-table.ts'
import type { WorkspaceTable, WorkspaceTotals } from './workspace-table.ts'

interface Tables {
  readonly workspaces: WorkspaceTable
  readonly ledger: LedgerTable
}

/**
 * The accounts of a world's workspaces: each is read when it is first needed, and written once in a transaction, however
 * many entries change it. Nothing else writes them, so what was read stays true until a transaction is rolled back or
 * the world is dropped.
 */
export class Books {
  readonly #tables
  readonly #world
  readonly #open = new Map<string, WorkspaceTotals>()
  readonly #changed = new Set<string>()
  #lastEntry: number | null = null

  constructor(tables: Tables, world: WorldKey) {
    this.#tables = tables
    this.#world = world
  }

  /** Null for an unknown workspace. */
  balance(workspaceId: string): MicroUsd | null {
    return this.#find(workspaceId)?.balance ?? null
  }

  /** Writes an entry, and changes the balance by its amount. @param spent what a settled run cost */
  enter(entry: Omit<LedgerEntry, 'balance'>, spent: MicroUsd = microUsd(0)): void {
    const { ledger } = this.#tables
    const totals = this.#change(entry.workspaceId)
    totals.balance = microUsd(totals.balance + entry.amount)
    totals.spent = microUsd(totals.spent + spent)
    this.#lastEntry = (this.#lastEntry ?? ledger.lastOrdinal(this.#world)) + 1
    ledger.append(this.#world, this.#lastEntry, entry, totals.balance)
  }

  countRun(workspaceId: string, list: RunList): void {
    this.#change(workspaceId).runs[list] += 1
  }

  /** To be called before the transaction ends. */
  save(): void {
    for (const id of this.#changed) {
      const totals = this.#find(id)
      if (totals !== null) this.#tables.workspaces.saveTotals(this.#world, id, totals)
    }
    this.#changed.clear()
  }

  #change(workspaceId: string): WorkspaceTotals {
    this.#changed.add(workspaceId)
    const totals = this.#find(workspaceId)
    if (totals === null) throw new Error(`No workspace ${workspaceId} in world ${this.#world}`)
    return totals
  }

  #find(workspaceId: string): WorkspaceTotals | null {
    const known = this.#open.get(workspaceId)
    if (known !== undefined) return known
    const totals = this.#tables.workspaces.totals(this.#world, workspaceId)
    if (totals !== null) this.#open.set(workspaceId, totals)
    return totals
  }
}
