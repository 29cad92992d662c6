/** Reads a member of a value of unknown shape. Returns undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
