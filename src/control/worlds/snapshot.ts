import { requestValidator } from '../../http/request-validator.ts'
import { readJsonBodies } from '../../http/json-body.ts'
import type { Api } from '../../http/typed-fastify.ts'
import {
  type Snapshot,
  Snapshot as SnapshotSchema,
  SNAPSHOT_VERSION,
} from '../../schemas/control/worlds/snapshot.ts'
import {
  type WorldAnswer,
  WorldAnswer as WorldSchema,
  WorldParams,
} from '../../schemas/control/worlds/world.ts'
import { epochMs } from '../../kernel/units.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { readSnapshot } from './read-snapshot.ts'
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
      version: SNAPSHOT_VERSION,
      world: { seed, created_at: createdAt, clock: { mode, now }, settings: storedSettings(settings) },
      tables,
    }
  })

  api.put(
    '/worlds/:world/snapshot',
    // The body is validated in the handler: an earlier version must be upgraded first, and a large one takes its time.
    { schema: putSnapshot, validatorCompiler: validateAllButBody },
    async ({ params, body }): Promise<WorldAnswer> => {
      const { world, tables } = await readSnapshot(body)
      const saved = {
        seed: world.seed,
        createdAt: epochMs(world.created_at),
        settings: worldSettings(world.settings),
        mode: world.clock.mode,
        now: epochMs(world.clock.now),
      }
      return renderWorld(await snapshots.restore(params.world, saved, tables))
    },
  )
}

const validateParts = requestValidator({ strict: true, closedQuery: true })

const validateAllButBody: typeof validateParts = (part) =>
  part.httpPart === 'body' ? (value: unknown) => ({ value }) : validateParts(part)
