import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DatabaseHealth } from '../kernel/database-health.ts'
import { ApiError, type FieldProblem, LimitReached, unknownError, validationError } from '../kernel/errors.ts'
import type { ErrorEnvelope } from '../schemas/error.ts'
import { tooLarge } from './read-body.ts'

/**
 * Turns what hooks, validators and handlers throw into answers, in this scope and those within it.
 *
 * @param health receives every unexpected error
 * @param render builds the body; by default the envelope of the emulated API
 */
export function handleErrors(
  api: FastifyInstance,
  health: DatabaseHealth,
  render: (error: ApiError) => object = renderError,
): void {
  api.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    const answer = toApiError(error, request)
    if (answer.status >= 500 && answer !== error) {
      request.log.error({ err: error, requestId: request.id }, 'request failed unexpectedly')
      health.note(error)
    }
    return sendError(reply, answer, render)
  })
}

export function sendError(
  reply: FastifyReply,
  error: ApiError,
  render: (error: ApiError) => object = renderError,
): FastifyReply {
  return reply.code(error.status).headers(error.headers).send(render(error))
}

export function renderError({ code, message, fields }: ApiError): ErrorEnvelope {
  return { error: { code, message, ...(fields === null ? {} : { fields: fields.map(renderField) }) } }
}

const renderField = ({ field, message, code = 'invalid_value', validValues }: FieldProblem) => ({
  field,
  message,
  code,
  ...(validValues === undefined ? {} : { valid_values: [...validValues] }),
})

function toApiError(error: FastifyError | ApiError, request: FastifyRequest): ApiError {
  if ('validationContext' in error) return validationError(allProblems(request))
  if (error instanceof ApiError) return error
  if (error instanceof LimitReached) return new ApiError('conflict', error.message)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(request.routeOptions.bodyLimit)
  // The remaining 4xx of Fastify are bodies that end early or whose announced length is wrong.
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new ApiError('invalid_json', 'Request body could not be read.')
  }
  return unknownError()
}

/** Validates all parts of the request, because Fastify stops at the first one that is wrong. */
function allProblems(request: FastifyRequest): FieldProblem[] {
  const { params, body, query } = request
  const parts = [
    ['params', params],
    ['body', body],
    ['querystring', query],
  ] as const
  return parts.flatMap(([part, value]) => {
    const result: unknown = validatorOf(request, part)?.(value)
    return hasError(result) ? (result.error.fields ?? []) : []
  })
}

type Validator = ReturnType<FastifyRequest['getValidationFunction']>

/** The body's validator depends on its type where a route takes several. */
function validatorOf(
  request: FastifyRequest,
  part: 'params' | 'body' | 'querystring',
): Validator | undefined {
  const found = request.getValidationFunction(part) as Validator | Record<string, Validator> | undefined
  return typeof found === 'object' ? found[request.mediaType ?? ''] : found
}

function hasError(result: unknown): result is { error: ApiError } {
  return (
    typeof result === 'object' && result !== null && 'error' in result && result.error instanceof ApiError
  )
}
