import type { FastifyInstance } from 'fastify'
import { validationError } from '../kernel/errors.ts'
import { parse } from './json-scanner.ts'
import { MEGABYTE, tooLarge } from './read-body.ts'
import { toWellFormed } from './to-well-formed.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON text of the body, for the journal. Empty without a valid body, and for bodies over 1 MB. */
    bodyText: string
  }
}

/** Limit of a body in characters. */
const LENGTH_MAX = MEGABYTE
/** Bodies up to this size are read before they are refused, so that the client sees the reason, not a cut connection. */
const READ_BYTES_MAX = 16 * MEGABYTE
/** Levels of a body. JSON.parse accepts any depth, but recursion over its result would overflow the stack. */
export const DEPTH_MAX = 64

/** Parses every body as JSON and ignores its content type, because curl declares a form by default. */
export function readJsonBodies(app: FastifyInstance): void {
  app.decorateRequest('bodyText', '')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    // `*` covers all types. The usual one is listed too, because Fastify looks it up without parsing the header.
    ['application/json', '*'],
    { parseAs: 'string', bodyLimit: READ_BYTES_MAX },
    (request, text, done) => {
      try {
        if (text.length > LENGTH_MAX) throw tooLarge(LENGTH_MAX)
        const body = text === '' ? undefined : parseJson(text)
        request.bodyText = text
        done(null, body)
      } catch (error) {
        done(error as Error)
      }
    },
  )
}

/** Where a JSON text stands, and how deep it may be. */
interface JsonPlace {
  /** Dotted path in the whole document, for messages; null for the document itself. */
  readonly field: string | null
  /** Levels of objects and arrays. */
  readonly depthMax: number
}

/**
 * Parses JSON that a client sent.
 *
 * @throws ApiError 400 for invalid JSON, for `__proto__` keys, and for values that are nested too deeply
 */
export function parseJson(text: string, place: JsonPlace = { field: null, depthMax: DEPTH_MAX }): unknown {
  const value = parse(text)
  refuseUnsafe(value, [], place)
  return LONE_SURROGATE_ESCAPE.test(text) ? toWellFormed(value) : value
}

/** Only an escape can write half a surrogate pair: the bytes of a body are decoded as UTF-8. */
const LONE_SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/

function refuseUnsafe(value: unknown, path: (string | number)[], place: JsonPlace): void {
  if (typeof value !== 'object' || value === null) return
  const { field, depthMax } = place
  if (path.length === depthMax) {
    throw validationError([{ field: field ?? 'body', message: `Nested deeper than ${depthMax} levels` }])
  }
  if (Array.isArray(value)) {
    // Not `Object.entries`: a pair for each of a million elements costs seconds.
    for (let index = 0; index < value.length; index += 1) {
      refuseUnsafeMember(index, value[index], path, place)
    }
    return
  }
  for (const [key, member] of Object.entries(value)) refuseUnsafeMember(key, member, path, place)
}

function refuseUnsafeMember(
  key: string | number,
  member: unknown,
  path: (string | number)[],
  place: JsonPlace,
): void {
  path.push(key)
  if (key === '__proto__') {
    const field = [...(place.field === null ? [] : [place.field]), ...path].join('.')
    throw validationError([{ field, message: 'Key is not allowed' }])
  }
  refuseUnsafe(member, path, place)
  path.pop()
}
