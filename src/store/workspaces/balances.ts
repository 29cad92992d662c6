import { nextOrdinal } from '../../kernel/ordinals.ts'
import { boundedMicroUsd, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { RunKind } from '../runs/run-records.ts'
import { memoryOf, type Steps } from '../sql.ts'
import type { WorldMemory } from '../worlds/world-memory.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { appendEntry, findLedgerEnd } from './ledger.ts'
import type { LedgerEntry } from './workspace-records.ts'
import { findTotals, saveTotals, type WorkspaceTotals } from './workspaces.ts'

/** Opens the balances of a world for one transaction. */
export function* openBalances(world: WorldKey): Steps<Balances> {
  return new Balances(world, yield* memoryOf(world))
}

/**
 * The balances of a world within one transaction. Each workspace is read when nothing is known of it, and written once,
 * however many ledger entries change it.
 */
export class Balances {
  readonly #world
  readonly #memory
  readonly #changed = new Set<string>()

  constructor(world: WorldKey, memory: WorldMemory) {
    this.#world = world
    this.#memory = memory
  }

  /** What the workspace can spend; null for an unknown workspace. */
  *find(workspaceId: string): Steps<MicroUsd | null> {
    const totals = this.#memory.totals.get(workspaceId) ?? (yield* findTotals(this.#world, workspaceId))
    if (totals === null) return null
    this.#memory.totals.set(workspaceId, totals)
    return totals.balance
  }

  /**
   * Appends a ledger entry and changes the balance by its amount, as far as balances go.
   *
   * @param spent what a settled run cost
   */
  *enter(entry: Omit<LedgerEntry, 'balance'>, spent: MicroUsd = microUsd(0)): Steps<void> {
    const { kind, workspaceId, runId } = entry
    const totals = this.#memory.totals.get(workspaceId) ?? (yield* this.#read(workspaceId))
    const end = this.#memory.ledgerEnd ?? (yield* findLedgerEnd(this.#world))
    const balance = boundedMicroUsd(totals.balance + entry.amount)
    const amount = microUsd(balance - totals.balance)
    this.#put(workspaceId, { balance, spent: boundedMicroUsd(totals.spent + spent), runs: totals.runs })
    // A request read the clock before it waited; another may have entered something later in the meantime.
    const at = entry.at < end.at ? end.at : entry.at
    const ordinal = nextOrdinal(end.ordinal)
    this.#memory.ledgerEnd = { ordinal, at }
    yield* appendEntry(this.#world, ordinal, { at, kind, workspaceId, runId, amount, balance })
  }

  *addRun(workspaceId: string, kind: RunKind): Steps<void> {
    const { balance, spent, runs } = this.#memory.totals.get(workspaceId) ?? (yield* this.#read(workspaceId))
    this.#put(workspaceId, {
      balance,
      spent,
      runs:
        kind === 'generation'
          ? { generation: runs.generation + 1, technique: runs.technique }
          : { generation: runs.generation, technique: runs.technique + 1 },
    })
  }

  /** Writes what changed. To be called before the transaction ends. */
  *save(): Steps<void> {
    for (const id of this.#changed) {
      const totals = this.#memory.totals.get(id)
      if (totals !== undefined) yield* saveTotals(this.#world, id, totals)
    }
    this.#changed.clear()
  }

  #put(workspaceId: string, totals: WorkspaceTotals): void {
    this.#memory.totals.set(workspaceId, totals)
    this.#changed.add(workspaceId)
  }

  *#read(workspaceId: string): Steps<WorkspaceTotals> {
    const totals = yield* findTotals(this.#world, workspaceId)
    if (totals === null) throw new Error(`World ${this.#world} has no workspace ${workspaceId}.`)
    this.#memory.totals.set(workspaceId, totals)
    return totals
  }
}
