import type { SettledRun } from './runs/run-records.ts'
import type { Steps } from './sql.ts'
import type { WorldKey } from './worlds/world-records.ts'

/** Is called after a commit that settled runs of a world. */
export type OnSettled = (world: WorldKey, runs: readonly SettledRun[]) => void

/**
 * Everything that outlives a request. Store methods are generators in the folders beside this file; an engine runs them.
 * A method is one fact, whole or not at all. It reports what happened and leaves the meaning to the services.
 */
export interface Store {
  /** Runs steps that write nothing, on one consistent view of what is committed. */
  read<Result>(steps: Steps<Result>): Promise<Result>
  /**
   * Runs steps in one transaction and resolves when it is committed. Rejects, and changes nothing, when a step fails.
   *
   * @param steps may be called again after a failure of a neighbour in the same commit: pure, apart from its statements
   */
  write<Result>(steps: () => Steps<Result>): Promise<Result>
  /** Registers the listener for settled runs. */
  onSettled(listener: OnSettled): void
  /** Commits what is waiting and closes the database. */
  close(): Promise<void>
}

/** Rows after a row of a list, which is usually sorted by ordinal, newest first. */
export interface Slice<Position = number> {
  /** Position of that row; null for the beginning of the list. */
  readonly before: Position | null
  /** Number of rows to skip. The skipped rows are read. */
  readonly offset: number
  readonly limit: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
  /** Number of rows that match in all; null where counting would cost more as history grows. */
  readonly total: number | null
}

/** A page from rows that were read with one more than the limit. */
export function pageOf<Row>(rows: readonly Row[], limit: number, total: number | null): Page<Row> {
  return { rows: rows.slice(0, limit), more: rows.length > limit, total }
}
