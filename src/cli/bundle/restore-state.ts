import { unusable } from '../../bundle/archive.ts'
import type { Bundle } from '../../bundle/read-bundle.ts'
import { restoreSnapshot } from '../../control/worlds/restore-snapshot.ts'
import type { ClockMode } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import type { Services } from '../../services/services.ts'
import type { World } from '../../services/worlds/world.ts'

export interface State {
  readonly world: string
  /** Snapshot in the bundle. */
  readonly file: string
  readonly modeOf: (mode: ClockMode) => ClockMode
}

/**
 * Replaces a world by a snapshot of a bundle.
 *
 * @throws {StartError} exit code 4, for a snapshot that is missing or wrong
 */
export async function restoreState(
  bundle: Bundle,
  { world, file, modeOf }: State,
  { snapshots }: Services,
): Promise<World> {
  const bytes = await bundle.snapshot(file)
  try {
    return await restoreSnapshot(snapshots, world, bytes, modeOf)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const reason = error.code === 'invalid_json' ? 'it is not valid JSON' : error.message
    throw unusable(bundle.file, `${file}: ${reason}`)
  }
}
