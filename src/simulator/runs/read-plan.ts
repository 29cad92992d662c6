import { type Plan, PLAN_VERSION } from './plan.ts'

/**
 * Reads a stored plan.
 *
 * @throws Error for a plan of a newer version, and for a value that is not a plan
 */
export function readPlan(value: unknown): Plan {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null
  // `planRun` wrote this plan, or it came from a snapshot that was validated.
  if (version === PLAN_VERSION) return value as Plan
  throw new Error(
    `A stored plan has version ${String(version)}; this flora-emulator reads versions up to ${PLAN_VERSION}. Use a newer flora-emulator.`,
  )
}
