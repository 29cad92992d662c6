import type { Severity } from '../kernel/severity.ts'
import type { MicroUsd } from '../kernel/units.ts'
import { toUsd } from '../simulator/runs/price.ts'
import type { CheckId } from './check-ids.ts'
import type { WorldRecord } from './record/record.ts'

/** A rule over the record of one world. */
export interface Check {
  readonly id: CheckId
  readonly severity: Severity
  /** What the client does, as a sentence without a full stop. */
  readonly title: string
  /** How to mend the client, in one sentence. */
  readonly remedy: string
  /** Finds the violations. Pure. */
  readonly find: (record: WorldRecord) => readonly Violation[]
}

/** One violation of a check. */
export interface Violation {
  /** Names the consequence. */
  readonly message: string
  /** Ids of the requests that prove it, oldest first. */
  readonly requests: readonly string[]
  /** Null when no run, or more than one, is concerned. */
  readonly runId: string | null
  /** What the violation costs or may cost. Null when it costs nothing. */
  readonly cost: MicroUsd | null
}

/** A violation with its check. */
export interface Finding extends Violation {
  readonly check: Check
}

/** Requests that a finding names. */
const EVIDENCE_MAX = 20

/** Returns the ids of the first requests. */
export const evidenceOf = (requests: readonly { readonly id: string }[]): readonly string[] =>
  requests.slice(0, EVIDENCE_MAX).map(({ id }) => id)

/** Formats an amount as `$0.04`. */
export function dollars(amount: MicroUsd): string {
  const text = String(toUsd(amount))
  const decimals = text.split('.')[1]?.length ?? 0
  return `$${decimals >= 2 ? text : toUsd(amount).toFixed(2)}`
}
