import type { FastifyRequest } from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createConfig } from '../../src/config/config.ts'
import { callerOf, effectOf, identityOf } from '../../src/routes/context.ts'
import { createApp } from '../../src/server/create-app.ts'
import { loadFixtures } from '../../src/server/fixtures.ts'
import { SqliteStore } from '../../src/store/engine/sqlite-store.ts'

/** The names of the members that are set. */
const membersOf = ({ identity, effect, caller }: FastifyRequest): string[] =>
  Object.entries({ identity, effect, caller }).flatMap(([name, value]) => (value === null ? [] : [name]))

/** Sends a request, and calls `observe` at the beginning of its phases, before the hooks of the pipeline. */
async function observed(
  authorization: string,
  observe: (phase: string, request: FastifyRequest) => void,
): Promise<number> {
  const store = new SqliteStore(null)
  const { server } = await createApp({
    config: createConfig({ logLevel: 'silent' }, {}),
    fixtures: loadFixtures(null),
    recording: null,
    bundled: null,
    store,
    logger: pino({ level: 'silent' }),
    extendApi: async (api) => {
      for (const phase of ['onRequest', 'preValidation', 'preHandler', 'onSend'] as const) {
        api.addHook(phase, async (request: FastifyRequest) => observe(phase, request))
      }
    },
  })
  onTestFinished(async () => {
    await server.close()
    await store.close()
  })
  return (await server.inject({ url: '/api/v1/workspaces', headers: { authorization } })).statusCode
}

test.each([
  [
    'Bearer sk_test_default',
    200,
    {
      onRequest: [],
      preValidation: ['identity', 'effect'],
      preHandler: ['identity', 'effect'],
      onSend: ['identity', 'effect', 'caller'],
    },
  ],
  ['Bearer sk_live_revoked', 401, { onRequest: [], onSend: [] }],
])(
  'with %s, identity, effect and caller are null until their step of the pipeline',
  async (key, status, members) => {
    const seen: Record<string, string[]> = {}
    expect(await observed(key, (phase, request) => void (seen[phase] = membersOf(request)))).toBe(status)
    expect(seen).toEqual(members)
  },
)

test('reading identity, effect or caller before its step is an error that names it', async () => {
  await observed('Bearer sk_test_default', (phase, request) => {
    if (phase !== 'onRequest') return
    const reason = (name: string) => `The request has no ${name}: read it after`
    expect(() => identityOf(request)).toThrow(reason('identity'))
    expect(() => effectOf(request)).toThrow(reason('effect'))
    expect(() => callerOf(request)).toThrow(reason('caller'))
  })
  expect.assertions(3)
})
