import type { Transfer } from '../../checks/record/facts.ts'
import { BoundedLog } from './bounded-log.ts'
import type { MemoryBudget } from './memory-budget.ts'

const TRANSFERS_MAX = 1000
const TRANSFER_BYTES = 200

/** Holds the last 1,000 uploads and downloads of a world, in memory. They need no API key, so no journal has them. */
export class Transfers {
  readonly #log: BoundedLog<Transfer>

  constructor(budget: MemoryBudget) {
    this.#log = new BoundedLog(budget, TRANSFERS_MAX)
  }

  record(transfer: Transfer): void {
    this.#log.push(transfer, TRANSFER_BYTES)
  }

  /** Returns the transfers, oldest first. */
  list(): readonly Transfer[] {
    return this.#log.items()
  }

  clear(): void {
    this.#log.clear()
  }
}
