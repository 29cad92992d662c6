import type { FastifyInstance } from 'fastify'
import { ApiError, validationError } from '../errors.ts'

const MEGABYTE = 1024 * 1024
/** Read, then refused: a client that is still sending would see a cut connection instead of the reason. */
const READ_BYTES_MAX = 16 * MEGABYTE
/** JSON.parse takes any depth, but much that walks the result later does not. */
const DEPTH_MAX = 64

/** Reads every body as JSON whatever its content type says; curl's default says it is a form. */
export function readJsonBodies(app: FastifyInstance, megabytes = 1): void {
  const charactersMax = megabytes * MEGABYTE
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    '*',
    { parseAs: 'string', bodyLimit: Math.max(READ_BYTES_MAX, charactersMax) },
    (_request, text, done) => {
      try {
        done(null, text === '' ? undefined : parse(text, charactersMax))
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
  return value
}

export const tooLarge = (megabytes = 1): ApiError =>
  validationError([{ field: 'body', message: `Must be at most ${megabytes} MB of JSON` }])

/** A loop, not a recursion: this is what stands between deep input and everything that would overflow the stack. */
function refuseOddities(root: unknown): void {
  const waiting = [{ value: root, depth: 0, path: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth, path } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth === DEPTH_MAX)
      throw validationError([{ field: 'body', message: `Nested deeper than ${DEPTH_MAX} levels` }])
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__')
        throw validationError([{ field: join(path, key), message: 'Key is not allowed' }])
      if (typeof child === 'object') waiting.push({ value: child, depth: depth + 1, path: join(path, key) })
    }
  }
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
