import { readJsonBodies } from '../../http/json-body.ts'
import type { Api } from '../../http/typed-fastify.ts'
import { type Snapshot, Snapshot as SnapshotSchema } from '../../schemas/control/worlds/snapshot.ts'
import {
  type WorldAnswer,
  WorldAnswer as WorldSchema,
  WorldParams,
} from '../../schemas/control/worlds/world.ts'
import { epochMs } from '../../kernel/units.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { storedSettings, worldSettings } from './world-settings.ts'
import { renderWorld } from './worlds.ts'

const tags = ['Worlds']
/** The contract of the control API. */
const SNAPSHOT_MEGABYTES_MAX = 64

const getSnapshot = {
  tags,
  operationId: 'getSnapshot',
  summary: 'Take a snapshot',
  description: 'The whole world as one document, its journal excepted.',
  params: WorldParams,
  response: answers(200, SnapshotSchema),
}

const putSnapshot = {
  tags,
  operationId: 'putSnapshot',
  summary: 'Restore a snapshot',
  description:
    'Puts it in the place of the world, or creates one. A snapshot that is not whole changes nothing.',
  params: WorldParams,
  body: SnapshotSchema,
  response: answers(200, WorldSchema),
}

/** To be registered in a scope of its own, because its bodies may be larger than others. */
export function snapshotRoutes(api: Api, { services: { worlds, snapshots } }: ControlDeps): void {
  readJsonBodies(api, SNAPSHOT_MEGABYTES_MAX)

  api.get('/worlds/:world/snapshot', { schema: getSnapshot }, async ({ params }): Promise<Snapshot> => {
    const { tables, seed, createdAt, mode, now, settings } = await snapshots.take(
      await worlds.get(params.world),
    )
    return {
      format: 'flora-emulator-world',
      version: 1,
      world: { seed, created_at: createdAt, clock: { mode, now }, settings: storedSettings(settings) },
      tables,
    }
  })

  api.put(
    '/worlds/:world/snapshot',
    { schema: putSnapshot },
    async ({ params, body }): Promise<WorldAnswer> => {
      const { seed, created_at: createdAt, clock, settings } = body.world
      const saved = {
        seed,
        createdAt: epochMs(createdAt),
        settings: worldSettings(settings),
        mode: clock.mode,
        now: epochMs(clock.now),
      }
      return renderWorld(await snapshots.restore(params.world, saved, body.tables))
    },
  )
}
