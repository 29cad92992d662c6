import { BoundedLog } from './bounded-log.ts'
import { Condition, type WaitOptions } from './condition.ts'
import type { MemoryBudget } from './memory-budget.ts'
import { nearMisses } from './near-misses.ts'
import type { Tally } from './tally.ts'
import { fits, recordBytes, type RecordedRequest, type RequestFilter } from './recorded-request.ts'

const REQUESTS_MAX = 1000

/** Holds the last 1,000 requests of a world, in memory. */
export class Journal {
  readonly #requests: BoundedLog<RecordedRequest>
  readonly #changed = new Condition()

  readonly #tally: Tally

  /** @param tally counts the requests of all journals */
  constructor(budget: MemoryBudget, tally: Tally) {
    this.#tally = tally
    this.#requests = new BoundedLog(budget, REQUESTS_MAX)
  }

  /** Adds a request, without its bodies when the memory budget is used up. */
  record(request: RecordedRequest): void {
    this.#tally.countRequest(request.operation, request.status, request.durationMs)
    const isKept = this.#requests.push(request, recordBytes(request))
    if (!isKept) this.#requests.push({ ...request, requestBody: null, responseBody: null }, 0)
    this.#changed.notify()
  }

  /** Returns the requests that match, newest first. */
  list(filter: RequestFilter = {}): readonly RecordedRequest[] {
    return this.#matching(filter).toReversed()
  }

  /** Number of requests since the last `clear` that are too old to be listed. */
  get droppedCount(): number {
    return this.#requests.droppedCount
  }

  clear(): void {
    this.#requests.clear()
  }

  /** Waits until `count` requests match or the wait ends. Returns the requests that match, newest first. */
  async waitFor(
    filter: RequestFilter,
    count: number,
    options: WaitOptions,
  ): Promise<readonly RecordedRequest[]> {
    await this.#changed.waitUntil(() => this.#matching(filter).length >= count, options)
    return this.list(filter)
  }

  /** Explains in text why too few requests matched: lists the closest ones with their differences. */
  explain(filter: RequestFilter): string {
    return nearMisses(this.list(), filter)
  }

  /** Ends every wait, because the world is dropped. */
  end(): void {
    this.clear()
    this.#changed.end()
  }

  #matching(filter: RequestFilter): RecordedRequest[] {
    return this.#requests.items().filter((request) => fits(request, filter))
  }
}
