import { ApiError } from '../../kernel/errors.ts'
import { CLOCK_MAX } from '../../kernel/instants.ts'
import { SNAPSHOT_VERSION } from '../../schemas/control/worlds/snapshot.ts'

type Members = Readonly<Record<string, unknown>>

/** From each version to the next. They trust nothing: the result is validated like any other snapshot. */
const UPGRADES: Readonly<Record<number, (snapshot: Members) => Members>> = { 1: numberRunsTogether }

/**
 * Turns a snapshot of an earlier version into one of this version, still to be validated.
 *
 * @throws ApiError 400 for a snapshot of a newer version
 */
export function upgradeSnapshot(value: unknown): unknown {
  const snapshot = membersOf(value)
  const version = snapshot['version']
  if (typeof version === 'number' && version > SNAPSHOT_VERSION) {
    throw new ApiError(
      'input_validation_error',
      `version: The snapshot has version ${version}, and this flora-emulator reads versions up to ${SNAPSHOT_VERSION}: use a newer one.`,
    )
  }
  const upgrade = UPGRADES[Number(version)]
  return upgrade === undefined ? snapshot : upgradeSnapshot(upgrade(snapshot))
}

/**
 * Version 1 numbered generations and techniques apart. Of runs that were created at one instant, generations are the newer
 * ones, as lists showed them. Migration 006 does the same to databases.
 */
function numberRunsTogether(snapshot: Members): Members {
  const tables = membersOf(snapshot['tables'])
  const runs = rowsOf(tables['runs'])
  const sorted = runs.toSorted(
    (a, b) =>
      compare(a['created_at'], b['created_at']) ||
      compare(b['list'], a['list']) ||
      compare(a['ordinal'], b['ordinal']),
  )
  const ordinalOf = new Map(sorted.map((run, index) => [run, index + 1]))
  const generations = sorted.filter(({ list }) => list === 'generation')
  /** The new ordinal of the last generation up to an old one. */
  const lastRun = (old: unknown): number =>
    ordinalOf.get(generations.findLast(({ ordinal }) => compare(ordinal, old) <= 0) ?? {}) ?? 0
  const world = membersOf(snapshot['world'])
  const clock = membersOf(world['clock'])
  return {
    ...snapshot,
    version: 2,
    // Clocks stop a little earlier than they did.
    world: { ...world, clock: { ...clock, now: Math.min(Number(clock['now']), CLOCK_MAX) } },
    tables: {
      ...tables,
      runs: runs.map((run) => {
        const { list, ...rest } = run
        return { ...rest, kind: list, ordinal: ordinalOf.get(run) }
      }),
      canvases: rowsOf(tables['canvases']).map((row) => ({ ...row, last_run: lastRun(row['last_run']) })),
      webhooks: rowsOf(tables['webhooks']).map(({ workspace_id: _workspace, ...row }) => row),
    },
  }
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : a < b ? -1 : 1
  return 0
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}

const rowsOf = (value: unknown): Members[] => (Array.isArray(value) ? value.map(membersOf) : [])
