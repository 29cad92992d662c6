import { ApiError } from '../../kernel/errors.ts'
import { CLOCK_MAX } from '../../kernel/instants.ts'
import { SNAPSHOT_VERSION } from '../../schemas/control/worlds/snapshot.ts'
import { newerPlanProblem } from '../../simulator/runs/read-plan.ts'
import type { Members } from './snapshot-envelope.ts'
import type { Tables } from './snapshot-problem.ts'

/** Turns the parts of a snapshot of an earlier version into those of this version. */
export interface Upgrade {
  /** Before validation: everything but the rows. */
  readonly envelope: (members: Members) => Members
  /** Before validation: one row. */
  readonly row: (table: keyof Tables, row: unknown) => unknown
  /** After validation. */
  readonly tables: (tables: Tables) => Tables
}

const CURRENT: Upgrade = {
  envelope: (members) => members,
  row: (_table, row) => row,
  tables: (tables) => tables,
}

/** Version 2 had no techniques beside those of the fixtures. */
const FROM_VERSION_2: Upgrade = {
  ...CURRENT,
  envelope: (members) => ({
    ...members,
    version: SNAPSHOT_VERSION,
    tables: { ...membersOf(members['tables']), techniques: [] },
  }),
}

/**
 * Version 1 numbered generations and techniques apart, and called the kind of a run `list`. Its webhooks named their
 * workspace, and its clocks went on to the end of the year 9999.
 */
const FROM_VERSION_1: Upgrade = {
  envelope: (members) => {
    const world = membersOf(members['world'])
    const clock = membersOf(world['clock'])
    const now = Math.min(Number(clock['now']), CLOCK_MAX)
    return FROM_VERSION_2.envelope({ ...members, world: { ...world, clock: { ...clock, now } } })
  },
  row: (table, row) => {
    if (table === 'runs') {
      const { list, ...run } = membersOf(row)
      return { ...run, kind: list }
    }
    if (table !== 'webhooks') return row
    const { workspace_id: _workspace, ...webhook } = membersOf(row)
    return webhook
  },
  tables: numberRunsTogether,
}

const UPGRADES: ReadonlyMap<unknown, Upgrade> = new Map([
  [1, FROM_VERSION_1],
  [2, FROM_VERSION_2],
])

/**
 * Returns the upgrade from the version of a snapshot to this one.
 *
 * @throws ApiError 400 for a snapshot of a later version
 */
export function upgradeOf({ version }: Members): Upgrade {
  if (typeof version === 'number' && version > SNAPSHOT_VERSION) {
    throw new ApiError(
      'input_validation_error',
      `version: The snapshot has version ${version}, and this flora-emulator reads versions up to ${SNAPSHOT_VERSION}: use a newer one.`,
    )
  }
  return UPGRADES.get(version) ?? CURRENT
}

/** @throws ApiError 400 for a run whose plan has a later version. The run is not validated. */
export function refuseNewerPlan(field: string, run: unknown): void {
  const problem = newerPlanProblem(membersOf(run)['plan'])
  if (problem === null) return
  const message = `${field}.plan.version: ${problem}. The snapshot comes from a newer flora-emulator: use that one.`
  throw new ApiError('input_validation_error', message)
}

/**
 * Numbers generations and techniques together, in order of creation. Of runs that were created at one instant, generations
 * are the newer ones, as lists showed them. Migration 006 does the same to databases.
 */
function numberRunsTogether(tables: Tables): Tables {
  const sorted = tables.runs.toSorted(
    (a, b) => a.created_at - b.created_at || compare(b.kind, a.kind) || a.ordinal - b.ordinal,
  )
  const ordinalOf = new Map(sorted.map((run, index) => [run, index + 1]))
  const generations = tables.runs
    .filter(({ kind }) => kind === 'generation')
    .toSorted((a, b) => a.ordinal - b.ordinal)
  return {
    ...tables,
    runs: tables.runs.map((run) => ({ ...run, ordinal: ordinalOf.get(run) ?? 0 })),
    canvases: tables.canvases.map((canvas) => {
      const last = generations[countUpTo(generations, canvas.last_run) - 1]
      return { ...canvas, last_run: last === undefined ? 0 : (ordinalOf.get(last) ?? 0) }
    }),
  }
}

/** Returns how many runs have an ordinal up to `ordinal`. `runs` are in order of ordinals. */
function countUpTo(runs: Tables['runs'], ordinal: number): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.ordinal ?? 0) <= ordinal) low = middle + 1
    else high = middle
  }
  return low
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
