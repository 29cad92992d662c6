export type JsonRecord = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The limit of the emulated API; recursion over deeper values would overflow the stack. */
const DEPTH_MAX = 64

/**
 * Parses the JSON of another server.
 *
 * @throws {Error} with the reason, for anything else and for values that are nested too deeply
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  checkDepth(value, 0)
  return value
}

function checkDepth(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth === DEPTH_MAX) throw new Error(`nested deeper than ${DEPTH_MAX} levels`)
  for (const member of Object.values(value)) checkDepth(member, depth + 1)
}
