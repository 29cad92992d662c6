import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import type { Api } from '../http/typed-fastify.ts'
import { VERSION } from '../config/package-root.ts'
import type { ControlDeps } from './deps.ts'
import { CONTROL_PREFIX } from '../kernel/paths.ts'
import { controlRoutes } from './index.ts'

const TAGS = {
  Emulator: 'The process.',
  Worlds: 'Isolated copies of the emulated service.',
  Clock: "A world's time.",
  Rules: 'Failures on demand.',
  Requests: 'What was called.',
  Money: 'What it cost.',
  Models: 'What generations can use.',
  Techniques: 'What runs can use as a whole.',
  Projects: 'What runs belong to, and their canvases.',
  Runs: 'What was started, and ends by force.',
  Events: 'What happens, as it happens.',
}

/** Collects the OpenAPI document of the control API from its routes, on an instance that does not listen. */
export async function controlOpenApi(deps: ControlDeps): Promise<object> {
  const app = fastify() as unknown as Api
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'flora-emulator control API',
        version: VERSION,
        description: 'Controls and observes the worlds of a flora-emulator.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: CONTROL_PREFIX }],
      security: [{}, { controlToken: [] }],
      components: {
        securitySchemes: {
          controlToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'The value of `--control-token`. Not required without that option.',
          },
        },
      },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
  })
  await controlRoutes(app, deps)
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}
