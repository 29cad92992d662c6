import type FLORA from '@flora-ai/flora'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
const LEAST = { ...PLACE, type: 'image', prompt: 'a mug' } as const
const ALL = {
  ...LEAST,
  model: 't2i-flux-2-pro',
  params: { aspect_ratio: '4:3', seed: 7 },
  callback_url: 'https://example.com/hook',
}

/** Generations, runs and models. */
export const generationMethods: MethodTable = {
  'generations.create': {
    least: (client) => client.generations.create(least<FLORA.GenerationCreateParams>(LEAST)),
    all: (client) => client.generations.create(all<FLORA.GenerationCreateParams>(ALL)),
  },
  'generations.retrieve': {
    least: (client) => client.generations.retrieve('run_abc123'),
    all: (client) => client.generations.retrieve('run_abc123'),
  },
  'generations.list': {
    least: (client) => client.generations.list(),
    all: async (client) => {
      await client.generations.create(LEAST)
      await client.generations.create(LEAST)
      const filter = { ...PLACE, status: 'pending', limit: 1 } as const
      const { meta } = await client.generations.list(filter)
      const cursor = meta.next_cursor ?? 'none'
      return client.generations.list(all<FLORA.GenerationListParams>({ ...filter, cursor }))
    },
  },
  'runs.startGeneration': {
    least: (client) => client.runs.startGeneration(least<FLORA.RunStartGenerationParams>(LEAST)),
    all: (client) => client.runs.startGeneration(all<FLORA.RunStartGenerationParams>(ALL)),
  },
  'models.list': {
    least: (client) => client.models.list(),
    all: (client) => client.models.list(all<FLORA.ModelListParams>({ type: 'video' })),
  },
}
