import type { FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { MEGABYTE, readBody } from '../../http/read-body.ts'
import { requestValidator } from '../../http/request-validator.ts'
import type { Api } from '../../http/typed-fastify.ts'
import { ApiError } from '../../kernel/errors.ts'
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
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { restoreSnapshot } from './restore-snapshot.ts'
import { storedSettings } from './world-settings.ts'
import { renderWorld } from './worlds.ts'

const tags = ['Worlds']
/** Size of a snapshot in JSON. */
const SNAPSHOT_BYTES_MAX = 64 * MEGABYTE

const getSnapshot = {
  tags,
  operationId: 'getSnapshot',
  summary: 'Take a snapshot',
  description:
    'Returns the whole world, without its journal and its inboxes. 409 for a world of more than 64 MB in JSON, which could not be restored.',
  params: WorldParams,
  response: answers(200, SnapshotSchema),
}

const putSnapshot = {
  tags,
  operationId: 'putSnapshot',
  summary: 'Restore a snapshot',
  description:
    'Replaces the world, or creates it. A snapshot that is not valid changes nothing: 400 with its first 100 problems. At most 64 MB.',
  params: WorldParams,
  body: SnapshotSchema,
  response: answers(200, WorldSchema),
}

/** Registers the routes. They need a scope of their own, because their bodies are larger than others. */
export function snapshotRoutes(api: Api, { services: { worlds, snapshots } }: ControlDeps): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('*', async ({ headers }: FastifyRequest, payload: Readable) =>
    readBody(payload, headers, SNAPSHOT_BYTES_MAX),
  )

  api.get(
    '/worlds/:world/snapshot',
    { schema: getSnapshot, serializerCompiler: () => serialize },
    async ({ params }): Promise<Snapshot> => {
      const world = await worlds.get(params.world)
      const { tables, seed, createdAt, mode, now, settings } = await snapshots.take(world)
      return {
        format: 'flora-emulator-world',
        version: SNAPSHOT_VERSION,
        world: { seed, created_at: createdAt, clock: { mode, now }, settings: storedSettings(settings) },
        tables,
      }
    },
  )

  api.put(
    '/worlds/:world/snapshot',
    // The handler parses and validates the body, in steps between other requests.
    { schema: putSnapshot, validatorCompiler: validateAllButBody },
    async ({ params, body }): Promise<WorldAnswer> => {
      return renderWorld(await restoreSnapshot(snapshots, params.world, bytesOf(body)))
    },
  )
}

/** @throws ApiError 409 for a snapshot that could not be restored */
function serialize(answer: unknown): string {
  const text = JSON.stringify(answer)
  if (Buffer.byteLength(text) <= SNAPSHOT_BYTES_MAX) return text
  throw new ApiError(
    'conflict',
    'The snapshot would be larger than 64 MB and could not be restored. Use --db to keep this world.',
  )
}

/** A request without content has no body. */
const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const validateParts = requestValidator({ strict: true, closedQuery: true })

const validateAllButBody: typeof validateParts = (part) =>
  part.httpPart === 'body' ? (value: unknown) => ({ value }) : validateParts(part)
