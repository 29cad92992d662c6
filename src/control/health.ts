import { Type } from 'typebox'
import { monotonicNow } from '../kernel/clock.ts'
import type { Api } from '../http/typed-fastify.ts'
import { VERSION } from '../config/package-root.ts'
import { answers } from './answers.ts'
import type { ControlDeps } from './deps.ts'

export const HEALTH_PATH = '/health'

const Health = Type.Object({
  status: Type.Literal('ok'),
  version: Type.String(),
  uptime_ms: Type.Integer({ minimum: 0 }),
})

export function healthRoutes(api: Api, { describe }: ControlDeps): void {
  const startedAt = monotonicNow()
  const health = {
    operationId: 'health',
    tags: ['Emulator'],
    summary: 'Is it up?',
    description: 'Never needs a token.',
    response: answers(200, Health),
  }
  api.get(HEALTH_PATH, { schema: health }, async () => ({
    status: 'ok' as const,
    version: VERSION,
    uptime_ms: Math.round(monotonicNow() - startedAt),
  }))

  const document = {
    operationId: 'controlOpenApi',
    tags: ['Emulator'],
    summary: 'This document',
    response: answers(200, Type.Object({})),
  }
  api.get('/openapi.json', { schema: document }, async () => describe())
}
