import type { ClockMode } from '../../kernel/clock.ts'
import { epochMs } from '../../kernel/units.ts'
import type { Snapshots } from '../../services/worlds/snapshots.ts'
import type { World } from '../../services/worlds/world.ts'
import { readSnapshot } from './read-snapshot.ts'
import { worldSettings } from './world-settings.ts'

/**
 * Replaces the world of that name by a snapshot, whole or not at all.
 *
 * @param bytes JSON
 * @param modeOf returns the mode of the clock. @default that of the snapshot
 * @throws ApiError 400 with the first problems
 */
export async function restoreSnapshot(
  snapshots: Snapshots,
  name: string,
  bytes: Buffer,
  modeOf: (mode: ClockMode) => ClockMode = (mode) => mode,
): Promise<World> {
  const { world, tables } = await readSnapshot(bytes)
  const saved = {
    seed: world.seed,
    createdAt: epochMs(world.created_at),
    settings: worldSettings(world.settings),
    mode: modeOf(world.clock.mode),
    now: epochMs(world.clock.now),
  }
  return snapshots.restore(name, saved, tables)
}
