import swagger from '@fastify/swagger'
import { pino } from 'pino'
import { stringify } from 'yaml'
import type { ApiDocument } from './api-document.ts'
import { finish } from './finish.ts'
import { createApp } from '../create-app.ts'
import { createConfig } from '../../config/config.ts'
import { loadFixtures } from '../fixtures.ts'
import { VERSION } from '../../config/package-root.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { type Api } from '../../routes/context.ts'
import { openStore } from '../open-store.ts'

const DESCRIPTION = `FLORA's public REST API as flora-emulator serves it on localhost. Unofficial: not affiliated with FLORA.

A generation is started with \`POST /generate\` and read with \`GET /runs/{runId}\` until it is \`completed\` or \`failed\`.
Every key of the form \`sk_test_<world>\` works in an isolated world of that name.`

/** Writes the document as the text of openapi.yaml: in full, because many readers know no anchors. */
export const openApiYaml = async (): Promise<string> =>
  stringify(await openApiDocument(), { aliasDuplicateObjects: false })

/** Collects the OpenAPI 3.1 document of the emulated API from its routes. */
export async function openApiDocument(): Promise<ApiDocument> {
  const store = openStore(null)
  let described: Api | null = null
  const { server } = await createApp({
    config: createConfig({}, {}),
    fixtures: loadFixtures(null),
    recording: null,
    bundled: null,
    store,
    logger: pino({ level: 'silent' }),
    extendApi: async (api) => {
      await describe(api)
      described = api
    },
  })
  await server.ready()
  const drawn: unknown = (described ?? server).swagger()
  await server.close()
  await store.close()
  return finish(drawn as ApiDocument)
}

async function describe(api: Api): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'FLORA API, emulated',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: `http://127.0.0.1:4620${API_PREFIX}`, description: 'The default address.' }],
      security: [{ apiKey: [] }],
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'Any key. `sk_test_<world>` selects a world.',
          },
        },
      },
      tags: [
        { name: 'Generations', description: 'Runs of a single model.' },
        { name: 'Runs', description: 'Runs of every kind.' },
        { name: 'Techniques', description: 'Saved workflows and their runs.' },
        { name: 'Models', description: 'Models for generations.' },
        { name: 'Gateway', description: "FLORA's own models under canonical ids." },
        { name: 'Actions', description: 'Prebuilt edits of media and text.' },
        { name: 'Workspaces', description: 'Accounts that pay for runs.' },
        { name: 'Projects', description: 'Containers of runs, each with a canvas.' },
        { name: 'Library', description: 'Saved images and texts, in folders.' },
        { name: 'Feedback', description: 'Messages to FLORA, which the emulator stores.' },
        { name: 'Assets', description: 'Uploaded files.' },
        { name: 'Canvas', description: 'The graph of a project.' },
        { name: 'Webhooks', description: 'Requests to your server at the end of runs.' },
      ],
    },
    stripBasePath: true,
    refResolver: {
      buildLocalReference: (schema, _uri, _fragment, index) =>
        typeof schema['$id'] === 'string' ? schema['$id'] : `def-${index}`,
    },
  })
}
