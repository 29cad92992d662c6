import type { SettledRun } from './runs/run-records.ts'
import type { WorldMemory } from './worlds/world-memory.ts'
import type { WorldKey } from './worlds/world-records.ts'

/** What an engine binds. Booleans are 0 and 1. */
export type SqlValue = string | number | null | Uint8Array

/** Values of a statement by name; the text marks a name with `@`. */
export type SqlParameters = Readonly<Record<string, SqlValue>>

/** One statement that a store method asks its engine for, and what it wants back. */
export interface Statement {
  readonly wants: 'row' | 'rows' | 'changes'
  readonly text: string
  readonly parameters: SqlParameters
}

/** Runs that the transaction settles; the engine announces them once it is committed. */
export interface Settlement {
  readonly wants: 'announcement'
  readonly world: WorldKey
  readonly runs: readonly SettledRun[]
}

/** Asks for what is known of a world without a statement. */
interface Recollection {
  readonly wants: 'memory'
  readonly world: WorldKey
}

export type Step = Statement | Settlement | Recollection

/**
 * A store method: a generator that yields statements and is handed their results. SQLite runs it without leaving the turn
 * of the event loop; an engine behind a network could await each statement.
 */
export type Steps<Result> = Generator<Step, Result, unknown>

/** The first row, or null. `Row` has the selected columns as members. */
export function* getRow<Row>(text: string, parameters: SqlParameters): Steps<Row | null> {
  // The engine answers this kind of statement with a row of the selected columns, which SQL cannot tell the compiler.
  return (yield { wants: 'row', text, parameters }) as Row | null
}

/** All rows. */
export function* getRows<Row>(text: string, parameters: SqlParameters): Steps<readonly Row[]> {
  return (yield { wants: 'rows', text, parameters }) as readonly Row[]
}

/** Executes a statement that returns no rows. Returns the number of rows it changed. */
export function* execute(text: string, parameters: SqlParameters): Steps<number> {
  return (yield { wants: 'changes', text, parameters }) as number
}

/** Lets the engine announce settled runs after the commit. */
export function* announceSettled(world: WorldKey, runs: readonly SettledRun[]): Steps<void> {
  if (runs.length > 0) yield { wants: 'announcement', world, runs }
}

/** Only for steps of a `write`, which alone may change it. */
export function* memoryOf(world: WorldKey): Steps<WorldMemory> {
  return (yield { wants: 'memory', world }) as WorldMemory
}

/**
 * How statements end that return a page. SQLite plans a statement anew for each value that is bound to a bare `LIMIT`
 * (sqlite3ExprIsInteger, 3.53), which can cost more than running it. It does not look into an expression.
 */
export const LIMIT = 'LIMIT (@limit + 0)'

/** How statements end that return a `Slice`. */
export const PAGE = `${LIMIT} OFFSET (@offset + 0)`
