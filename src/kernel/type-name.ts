/** Returns the name of a value's type, as error messages use it: `null` and `array` are types of their own. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
