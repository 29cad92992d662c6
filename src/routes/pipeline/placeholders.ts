import type { FastifyRequest } from 'fastify'
import type { ErrorEnvelope } from '../../schemas/error.ts'

/** What FLORA's documentation prints in place of real values, and what generators write where it prints nothing. */
const DOCUMENTED = [
  /^[a-z]+_abcd?\d+$/,
  /^art-directors-critique$/,
  /^n[37]$/,
  /^(foo|bar|x)$/,
  /^https:\/\/example\.com\/?$/,
]

type Refusal = ErrorEnvelope['error']

/**
 * Whether a request is refused for a placeholder: a field of the refusal holds one or is named like one, or the path
 * names something by placeholders alone.
 */
export function isRefusedForPlaceholder(request: FastifyRequest, { code, fields = [] }: Refusal): boolean {
  switch (code) {
    case 'input_validation_error':
      return fields.some(({ field }) => holdsPlaceholder(request, field))
    case 'not_found':
    case 'conflict': {
      const names = Object.entries(request.params ?? {})
      return names.length > 0 && names.every(([name, value]) => isPlaceholder(name, value))
    }
    default:
      return false
  }
}

function holdsPlaceholder({ body, query, params }: FastifyRequest, field: string): boolean {
  const path = field.split('.')
  const name = path.at(-1) ?? ''
  if (isDocumented(name)) return true
  return [body, query, params].some((part) => isPlaceholder(name, valueAt(part, path)))
}

/** Generators repeat the name of a member that has no example: `id: 'id'`. */
const isPlaceholder = (name: string, value: unknown): boolean =>
  typeof value === 'string' && (value === name || isDocumented(value))

const isDocumented = (text: string): boolean => DOCUMENTED.some((pattern) => pattern.test(text))

/** The value at a path of members; undefined where there is none. */
function valueAt(part: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    part,
  )
}
