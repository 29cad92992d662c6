import type { preSerializationHookHandler, RouteOptions } from 'fastify'
import { type Schema, sampleOf, type Schemas } from '../../kernel/schema-sample.ts'
import { components } from '../../schemas/components.ts'
import type { ErrorEnvelope } from '../../schemas/error.ts'
import type { Api } from '../context.ts'
import { isRefusedForPlaceholder } from './placeholders.ts'

interface Success {
  readonly status: number
  readonly schema: Schema
}

/** Marks an answer that is an example. */
const HEADER = 'x-flora-emulator-example'

/**
 * Answers requests that are refused for a placeholder with the example that openapi.yaml has of the operation, for the
 * tests that SDK generators write. Injected errors stay.
 */
export function answerExamples(api: Api): void {
  const schemas: Schemas = Object.fromEntries(components.map((schema) => [schema.$id, schema as Schema]))
  const successes = new Map<string, Success>()
  api.addHook('onRoute', ({ schema }: RouteOptions) => {
    const success = successOf(schema?.response)
    if (schema?.operationId !== undefined && success !== null) successes.set(schema.operationId, success)
  })

  const useExample: preSerializationHookHandler = (request, reply, payload, done) => {
    const success = successes.get(request.routeOptions.schema?.operationId ?? '')
    const refusal = reply.statusCode < 400 ? null : refusalIn(payload)
    const isInjected = (request.effect?.error ?? null) !== null
    if (
      success === undefined ||
      refusal === null ||
      isInjected ||
      !isRefusedForPlaceholder(request, refusal)
    ) {
      done(null, payload)
      return
    }
    request.note = `Answered with the example of the operation instead of ${reply.statusCode} ${refusal.code}.`
    reply.code(success.status).header(HEADER, 'true')
    done(null, sampleOf(success.schema, schemas))
  }
  api.addHook('preSerialization', useExample)
}

/** The documented success: 201 where an operation also answers 200 to a repeat. */
function successOf(response: unknown): Success | null {
  const [status, schema] = Object.entries(response ?? {}).findLast(([code]) => code.startsWith('2')) ?? []
  return status === undefined ? null : { status: Number(status), schema: schema as Schema }
}

function refusalIn(payload: unknown): ErrorEnvelope['error'] | null {
  return typeof payload === 'object' && payload !== null && 'error' in payload
    ? (payload as ErrorEnvelope).error
    : null
}
