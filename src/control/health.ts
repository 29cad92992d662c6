import { Type } from 'typebox'
import { monotonicNow } from '../kernel/clock.ts'
import type { Api } from '../http/typed-fastify.ts'
import { VERSION } from '../config/package-root.ts'
import { answers } from './answers.ts'
import type { ControlDeps } from './deps.ts'

export const HEALTH_PATH = '/health'

const FACTS = { version: Type.String(), uptime_ms: Type.Integer({ minimum: 0 }) }
const Healthy = Type.Object({ status: Type.Literal('ok'), ...FACTS })
const Failing = Type.Object(
  { status: Type.Literal('failing'), reason: Type.String(), ...FACTS },
  { description: 'The database is damaged; `reason` says what to do.' },
)

const Starting = Type.Object(
  { status: Type.Literal('starting'), ...FACTS },
  { description: 'The state to start with is being made.' },
)

export function healthRoutes(api: Api, { describe, health, isReady }: ControlDeps): void {
  const startedAt = monotonicNow()
  const getHealth = {
    operationId: 'health',
    tags: ['Emulator'],
    summary: 'Check the health',
    description:
      'Needs no token. 503 until the state to start with is made, and once a request has found the database damaged.',
    response: { ...answers(200, Healthy), 503: Type.Union([Starting, Failing]) },
  }
  api.get(HEALTH_PATH, { schema: getHealth }, async (_request, reply) => {
    const facts = { version: VERSION, uptime_ms: Math.round(monotonicNow() - startedAt) }
    if (health.problem === null && isReady()) return { status: 'ok' as const, ...facts }
    if (health.problem === null) return reply.code(503).send({ status: 'starting', ...facts })
    return reply.code(503).send({ status: 'failing', reason: health.problem, ...facts })
  })

  const document = {
    operationId: 'controlOpenApi',
    tags: ['Emulator'],
    summary: 'This document',
    response: answers(200, Type.Object({})),
  }
  api.get('/openapi.json', { schema: document }, async () => describe())
}
