import type { FastifyInstance } from 'fastify'
import { ApiError, validationError } from '../kernel/errors.ts'
import { toWellFormed } from '../kernel/to-well-formed.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON text of the body, for the journal. Empty without a valid body, and for bodies over 1 MB. */
    bodyText: string
  }
}

const MEGABYTE = 1024 * 1024
/** Bodies up to this size are read before they are refused, so that the client sees the reason, not a cut connection. */
const READ_BYTES_MAX = 16 * MEGABYTE
/** JSON.parse accepts any depth, but recursion over its result would overflow the stack. */
const DEPTH_MAX = 64

/** Parses every body as JSON and ignores its content type, because curl declares a form by default. */
export function readJsonBodies(app: FastifyInstance, megabytes = 1): void {
  const charactersMax = megabytes * MEGABYTE
  if (!app.hasRequestDecorator('bodyText')) app.decorateRequest('bodyText', '')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    // `*` covers all types. The usual one is listed too, because Fastify looks it up without parsing the header.
    ['application/json', '*'],
    { parseAs: 'string', bodyLimit: Math.max(READ_BYTES_MAX, charactersMax) },
    (request, text, done) => {
      try {
        const body = text === '' ? undefined : parse(text, charactersMax)
        if (text.length <= MEGABYTE) request.bodyText = text
        done(null, body)
      } catch (error) {
        done(error as Error)
      }
    },
  )
}

function parse(text: string, charactersMax: number): unknown {
  if (text.length > charactersMax) throw tooLarge(charactersMax / MEGABYTE)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ApiError('invalid_json', 'Request body is not valid JSON.')
  }
  refuseUnsafe(value)
  return LONE_SURROGATE_ESCAPE.test(text) ? toWellFormed(value) : value
}

/** Only an escape can write half a surrogate pair: the bytes of a body are decoded as UTF-8. */
const LONE_SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/

export const tooLarge = (megabytes = 1): ApiError =>
  validationError([{ field: 'body', message: `Must be at most ${megabytes} MB of JSON` }])

/** Throws 400 for `__proto__` keys, and for values that are nested too deeply. */
function refuseUnsafe(value: unknown, path: string[] = []): void {
  if (typeof value !== 'object' || value === null) return
  if (path.length === DEPTH_MAX)
    throw validationError([{ field: 'body', message: `Nested deeper than ${DEPTH_MAX} levels` }])
  for (const [key, member] of Object.entries(value)) {
    path.push(key)
    if (key === '__proto__') throw validationError([{ field: path.join('.'), message: 'Key is not allowed' }])
    refuseUnsafe(member, path)
    path.pop()
  }
}
