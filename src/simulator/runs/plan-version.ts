import { type Plan, PLAN_VERSION } from './plan.ts'

/**
 * Reads a stored plan of this version or an earlier one.
 *
 * @throws Error for a plan of a newer version, and for a value that is no plan
 */
export function readPlan(value: unknown): Plan {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null
  // A plan of this version was written by `planRun`; those of snapshots are checked against their schema before.
  if (version === PLAN_VERSION) return value as Plan
  throw new Error(
    `A stored plan has version ${String(version)}; this flora-emulator reads versions up to ${PLAN_VERSION}. Use a newer one.`,
  )
}
