import { UnreadableData } from '../../kernel/database-health.ts'
import { type Plan, PLAN_VERSION } from './plan.ts'

/**
 * Reads a stored plan.
 *
 * @throws UnreadableData for a plan of a newer version, and for a value that is not a plan
 */
export function readPlan(value: unknown): Plan {
  const version = versionOf(value)
  // `planRun` wrote this plan, or it came from a snapshot that was validated.
  if (version === PLAN_VERSION) return value as Plan
  const problem = newerPlanProblem(value)
  throw problem === null
    ? new UnreadableData('no plan in column runs.plan')
    : new UnreadableData(`column runs.plan: ${problem}`, { remedy: 'Use a newer flora-emulator.' })
}

/** Describes a plan of a newer version; null for any other value. */
export function newerPlanProblem(value: unknown): string | null {
  const version = versionOf(value)
  return typeof version === 'number' && version > PLAN_VERSION
    ? `The plan has version ${version}, and this flora-emulator reads versions up to ${PLAN_VERSION}`
    : null
}

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'version' in value ? value.version : null
