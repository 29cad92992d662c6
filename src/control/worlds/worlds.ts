import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import {
  type WorldAnswer,
  WorldAnswer as WorldSchema,
  WorldConfigBody,
  WorldParams,
} from '../../schemas/control/worlds/world.ts'
import { epochMs } from '../../kernel/units.ts'
import { apiKeyOf } from '../../kernel/names.ts'
import type { World } from '../../services/worlds/world.ts'
import { answers, NO_CONTENT } from '../answers.ts'
import { renderClock } from './clock.ts'
import type { ControlDeps } from '../deps.ts'
import { rateLimitText, worldSettings } from './world-settings.ts'

const tags = ['Worlds']
const LISTED_MAX = 1000

const listWorlds = {
  tags,
  operationId: 'listWorlds',
  summary: 'List worlds',
  description: `Returns the newest ${LISTED_MAX} worlds, by name.`,
  response: answers(200, Type.Object({ worlds: Type.Array(WorldSchema), count: Type.Integer() })),
}

const getWorld = {
  tags,
  operationId: 'getWorld',
  summary: 'Read a world',
  params: WorldParams,
  response: answers(200, WorldSchema),
}

const putWorld = {
  tags,
  operationId: 'putWorld',
  summary: 'Create or configure a world',
  description:
    'Absent members keep their values; those of a new world come from the options of the emulator. 201 for a new world.',
  params: WorldParams,
  body: WorldConfigBody,
  response: { ...answers(200, WorldSchema), 201: { description: 'Created.', ...WorldSchema } },
}

const deleteWorld = {
  tags,
  operationId: 'deleteWorld',
  summary: 'Drop a world',
  description: 'The next request with a key of the world creates it again.',
  params: WorldParams,
  response: NO_CONTENT,
}

const resetWorld = {
  tags,
  operationId: 'resetWorld',
  summary: 'Reset a world',
  description:
    'Restores the fixtures and the clock, and deletes rules and journal. The world keeps its settings.',
  params: WorldParams,
  response: answers(200, WorldSchema),
}

export function worldRoutes(api: Api, { services: { worlds, clocks } }: ControlDeps): void {
  api.get('/worlds', { schema: listWorlds }, async () => {
    const names = await worlds.list(LISTED_MAX)
    const found = await Promise.all(names.map(async (name) => worlds.find(name)))
    const shown = found.filter((world) => world !== null).map(renderWorld)
    return { worlds: shown, count: await worlds.count() }
  })

  api.get('/worlds/:world', { schema: getWorld }, async ({ params }): Promise<WorldAnswer> => {
    return renderWorld(await worlds.get(params.world))
  })

  api.put('/worlds/:world', { schema: putWorld }, async ({ params, body }, reply): Promise<WorldAnswer> => {
    const { seed, now, ...settings } = body
    const instant = now === undefined ? null : epochMs(now)
    const existing = await worlds.find(params.world)
    // Validation comes first, so that a refused request changes nothing.
    if (existing !== null) await clocks.configure(existing, body.clock ?? null, instant)
    const { world, created } = await worlds.configure(params.world, {
      ...worldSettings(settings),
      ...(seed === undefined ? {} : { seed }),
      ...(instant === null ? {} : { now: instant }),
    })
    reply.code(created ? 201 : 200)
    return renderWorld(world)
  })

  api.delete('/worlds/:world', { schema: deleteWorld }, async ({ params }, reply) => {
    await worlds.drop(params.world)
    return reply.code(204).send(null)
  })

  api.post('/worlds/:world/reset', { schema: resetWorld }, async ({ params }): Promise<WorldAnswer> => {
    return renderWorld(await worlds.reset(params.world))
  })
}

export function renderWorld(world: World): WorldAnswer {
  return {
    name: world.name,
    api_key: apiKeyOf(world.name),
    seed: world.seed,
    created_at: world.createdAt,
    clock: renderClock(world),
    duration_scale: world.durationScale,
    rate_limit: rateLimitText(world.rateLimit),
    profile: world.profile,
  }
}
