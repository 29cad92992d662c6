import cors, { type OriginFunction } from '@fastify/cors'
import type { Wait } from '../../kernel/clock.ts'
import type { Api, Services } from '../context.ts'
import { answerExamples } from './answer-examples.ts'
import { applyEffects, readDirectives } from './apply-effects.ts'
import { authenticate } from './authenticate.ts'
import { checkAccess } from './check-access.ts'
import { claimKey } from './claim-key.ts'
import { journalAnswers } from './journal-requests.ts'
import { limitRate } from './limit-rate.ts'
import { readClock } from './read-clock.ts'
import { spoilAnswers } from './spoil-answers.ts'

export interface PipelineOptions {
  readonly services: Services
  /** Origins of web pages that may call the API. */
  readonly corsOrigins: readonly (string | RegExp)[]
  readonly wait: Wait
  /** Whether requests with placeholders are answered with examples. */
  readonly examples: boolean
}

/** What every request of the emulated API passes. The order of the hooks is the order of the API's checks. */
export async function pipeline(
  api: Api,
  { services, corsOrigins, wait, examples }: PipelineOptions,
): Promise<void> {
  await api.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : onlyWith(corsOrigins),
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // Joined here once; the plugin would join a list for every answer.
    exposedHeaders: 'request-id, x-request-id, retry-after, idempotent-replayed, x-flora-emulator',
    maxAge: 600,
    strictPreflight: false,
  })
  // Declared up front, so that every request object has the same shape from the start.
  for (const name of ['identity', 'effect', 'rule', 'caller', 'claim', 'note']) {
    api.decorateRequest(name, null)
  }
  // Before the body is read.
  api.addHook('onRequest', authenticate(services.keys, services.worlds))
  api.addHook('onRequest', limitRate(services.rateLimiter))
  api.addHook('onRequest', readDirectives)
  // Then Fastify parses the body and validates each part of the request.
  api.addHook('preHandler', applyEffects({ ...services, wait }))
  api.addHook('preHandler', readClock)
  api.addHook('preHandler', claimKey(services.idempotency))
  api.addHook('preHandler', checkAccess)
  // After the handler, before the answer leaves.
  if (examples) answerExamples(api)
  api.addHook('onSend', spoilAnswers(services.worlds))
  api.addHook('onSend', journalAnswers(services.worlds))
}

/** Requests of programs carry no Origin. The plugin would try each pattern on them all the same. */
const onlyWith =
  (origins: readonly (string | RegExp)[]): OriginFunction =>
  (origin, use) =>
    use(null, origin === undefined ? [] : [...origins])
