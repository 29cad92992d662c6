import { Type } from 'typebox'
import { API_PREFIX } from '../../kernel/paths.ts'
import { AdvanceBody, WorldConfigBody } from '../../schemas/control/worlds/world.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'

const startWorld = defineTool({
  name: 'start_world',
  description:
    'Creates a world, or changes the settings of one that exists. Returns the environment for a program that uses the FLORA SDK: base URL and API key.',
  input: Type.Object({ ...WORLD, ...WorldConfigBody.properties }),
  example: { world: 'checkout', clock: 'manual', seed: 'ci' },
  reads: false,
  run: async (target, { world: name, ...config }) => {
    const world = worldOf(target, { world: name })
    const settings = await world.configure(config)
    const { workspaces, projects } = {
      workspaces: world.workspaces.list(),
      projects: world.projects({ limit: 1 }),
    }
    return {
      environment: { FLORA_BASE_URL: target.url + API_PREFIX, FLORA_API_KEY: world.apiKey },
      ...settings,
      workspaces: await workspaces,
      projects: (await projects).map(({ project_id, workspace_id }) => ({ project_id, workspace_id })),
    }
  },
})

const listWorlds = defineTool({
  name: 'list_worlds',
  description: 'Lists the newest 1,000 worlds with their settings and clocks.',
  input: Type.Object({}),
  example: {},
  reads: true,
  run: async ({ client }) => client.call('GET', '/worlds'),
})

const resetWorld = defineTool({
  name: 'reset_world',
  description:
    'Restores the fixtures of a world: runs, balances and clock. Deletes its rules and journal. The settings stay.',
  input: Type.Object(WORLD),
  example: { world: 'checkout' },
  reads: false,
  run: async (target, args) => worldOf(target, args).reset(),
})

const advanceClock = defineTool({
  name: 'advance_clock',
  description:
    'Moves the time of a world ahead, so that runs end and webhooks are sent. Pass exactly one of until, seconds, ms and to. Returns the runs that changed.',
  input: Type.Object({ ...WORLD, ...AdvanceBody.properties }),
  example: { world: 'checkout', until: 'idle' },
  reads: false,
  run: async (target, { world: name, ...by }) => worldOf(target, { world: name }).clock.advance(by),
})

export const WORLD_TOOLS = [startWorld, listWorlds, resetWorld, advanceClock]
