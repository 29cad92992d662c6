import type { Rule } from '../simulator/rules/rules.ts'
import type { RunStatus } from '../simulator/runs/state-at.ts'
import type { EpochMs, MicroUsd } from '../kernel/units.ts'
import type { RunRecord, WorldKey } from './records.ts'

/** A run that begins or ends. */
export interface RunChange {
  readonly at: EpochMs
  readonly runId: string
  readonly status: Exclude<RunStatus, 'pending'>
}

export type EndRunResult =
  | { readonly outcome: 'ended'; readonly run: RunRecord }
  | { readonly outcome: 'already_over'; readonly run: RunRecord }
  | { readonly outcome: 'unknown_run' }

/** A change of a workspace's balance. */
export interface LedgerEntry {
  readonly at: EpochMs
  readonly kind: 'reserve' | 'settle' | 'refund' | 'adjust'
  readonly workspaceId: string
  readonly runId: string | null
  /** What it changed the balance by. */
  readonly amount: MicroUsd
  /** The balance afterwards. */
  readonly balance: MicroUsd
}

export interface LedgerQuery {
  readonly world: WorldKey
  readonly workspaceId: string | null
  readonly runId: string | null
  readonly limit: number
}

export interface RuleRecord extends Rule {
  readonly ordinal: number
  readonly id: string
  /** How often it applied. */
  readonly applied: number
}

/** Rows by table and column, without the world's number: what a world consists of in the database. */
export type TableDump = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
