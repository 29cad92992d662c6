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
/** Read, then refused: a client that is still sending would see a cut connection instead of the reason. */
const READ_BYTES_MAX = 16 * MEGABYTE
/** JSON.parse takes any depth, but much that walks the result later does not. */
const DEPTH_MAX = 64

/** Reads every body as JSON whatever its content type says; curl's default says it is a form. */
export function readJsonBodies(app: FastifyInstance, megabytes = 1): void {
  const charactersMax = megabytes * MEGABYTE
  if (!app.hasRequestDecorator('bodyText')) app.decorateRequest('bodyText', '')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    // Every type; the usual one by its name, because Fastify takes apart what only the rule for all others fits.
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
  refuseOddities(value)
  return LONE_SURROGATE_ESCAPE.test(text) ? toWellFormed(value) : value
}

/** Only an escape can write half a surrogate pair: the bytes of a body are decoded as UTF-8. */
const LONE_SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/

export const tooLarge = (megabytes = 1): ApiError =>
  validationError([{ field: 'body', message: `Must be at most ${megabytes} MB of JSON` }])

/** The depth is what keeps this recursion, and everything that walks the result later, from overflowing the stack. */
function refuseOddities(value: unknown, path: string[] = []): void {
  if (typeof value !== 'object' || value === null) return
  if (path.length === DEPTH_MAX)
    throw validationError([{ field: 'body', message: `Nested deeper than ${DEPTH_MAX} levels` }])
  for (const [key, member] of Object.entries(value)) {
    path.push(key)
    if (key === '__proto__') throw validationError([{ field: path.join('.'), message: 'Key is not allowed' }])
    refuseOddities(member, path)
    path.pop()
  }
}
