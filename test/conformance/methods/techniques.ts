import type FLORA from '@flora-ai/flora'
import type * as Runs from '@flora-ai/flora/resources/techniques/runs'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const TECHNIQUE = 'tech_abcd1234'
const TEXT = { id: 'foo', type: 'text', value: 'a mug' } as const
const LEAST = { inputs: [TEXT], mode: 'async' as const }
const FOR_ALL = { workspace_id: 'ws_abc123', technique_id: TECHNIQUE }

const start = async (client: FLORA) => client.techniques.runs.create(TECHNIQUE, LEAST)

/** Techniques and their runs. */
export const techniqueMethods: MethodTable = {
  'techniques.list': {
    least: (client) => client.techniques.list(),
    all: async (client) => {
      const filter = { query: 'a', workspace_id: 'ws_abc123', limit: 1 }
      const { meta } = await client.techniques.list(filter)
      const cursor = meta.next_cursor ?? 'none'
      return client.techniques.list(all<FLORA.TechniqueListParams>({ ...filter, cursor }))
    },
  },
  'techniques.retrieve': {
    least: (client) => client.techniques.retrieve(TECHNIQUE),
    all: (client) => client.techniques.retrieve('art-directors-critique'),
  },
  'techniques.runs.create': {
    least: (client) => client.techniques.runs.create(TECHNIQUE, least<Runs.RunCreateParams>(LEAST)),
    all: (client) =>
      client.techniques.runs.create(
        TECHNIQUE,
        all<Runs.RunCreateParams>({
          ...LEAST,
          mode: 'stream',
          callback_url: 'https://example.com/hook',
          idempotency_key: 'k',
        }),
      ),
  },
  'techniques.runs.retrieve': {
    least: async (client) => {
      const { run_id: id } = await start(client)
      return client.techniques.runs.retrieve(id, least<Runs.RunRetrieveParams>({ techniqueId: TECHNIQUE }))
    },
    all: async (client) => {
      const { run_id: id } = await start(client)
      return client.techniques.runs.retrieve(id, all<Runs.RunRetrieveParams>({ techniqueId: 'brand-copy' }))
    },
  },
  'techniques.runs.list': {
    least: (client) => client.techniques.runs.list(),
    all: async (client) => {
      await start(client)
      await start(client)
      const [run] = (await client.techniques.runs.list()).technique_runs
      const filter = { ...FOR_ALL, status: 'pending', limit: 1 } as const
      const { meta } = await client.techniques.runs.list(filter)
      const cursor = meta.next_cursor ?? 'none'
      const project_id = run?.project_id ?? ''
      return client.techniques.runs.list(all<Runs.RunListParams>({ ...filter, cursor, project_id }))
    },
  },
  'runs.startTechnique': {
    least: (client) =>
      client.runs.startTechnique(least<FLORA.RunStartTechniqueParams>({ ...FOR_ALL, inputs: {} })),
    all: (client) =>
      client.runs.startTechnique(
        all<FLORA.RunStartTechniqueParams>({ ...FOR_ALL, inputs: { foo: 'a mug' } }),
      ),
  },
}
