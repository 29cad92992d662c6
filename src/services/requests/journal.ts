import { BoundedLog } from './bounded-log.ts'
import { Condition, type WaitOptions } from './condition.ts'
import type { MemoryBudget } from './memory-budget.ts'
import { nearMisses } from './near-misses.ts'
import { fits, recordBytes, type RecordedRequest, type RequestFilter } from './recorded-request.ts'

/** Documented limit of the control API. */
const REQUESTS_MAX = 1000

/** The last 1,000 requests of a world, in memory only. */
export class Journal {
  readonly #requests: BoundedLog<RecordedRequest>
  readonly #changed = new Condition()

  constructor(budget: MemoryBudget) {
    this.#requests = new BoundedLog(budget, REQUESTS_MAX)
  }

  /** Drops the bodies when the memory budget is used up. */
  record(request: RecordedRequest): void {
    const isKept = this.#requests.push(request, recordBytes(request))
    if (!isKept) this.#requests.push({ ...request, requestBody: null, responseBody: null }, 0)
    this.#changed.notify()
  }

  /** The requests that match, newest first. */
  list(filter: RequestFilter = {}): readonly RecordedRequest[] {
    return this.#matching(filter).toReversed()
  }

  clear(): void {
    this.#requests.clear()
  }

  /** Waits until `count` requests match. Returns those that match, newest first. */
  async waitFor(
    filter: RequestFilter,
    count: number,
    options: WaitOptions,
  ): Promise<readonly RecordedRequest[]> {
    await this.#changed.waitUntil(() => this.#matching(filter).length >= count, options)
    return this.list(filter)
  }

  /** Explains to a person why too few requests matched: the closest ones, each with its differences. */
  explain(filter: RequestFilter): string {
    return nearMisses(this.list(), filter)
  }

  /** Ends all waiting, because the world was deleted. */
  end(): void {
    this.clear()
    this.#changed.end()
  }

  #matching(filter: RequestFilter): RecordedRequest[] {
    return this.#requests.items().filter((request) => fits(request, filter))
  }
}
