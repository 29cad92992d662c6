/**
 * A JSON value whose texts hold no half of a surrogate pair; each is replaced by U+FFFD. Databases keep UTF-8, which has
 * none. Replaced on the way in, a text is the same in every answer, and two ids that differ only in them are found equal.
 */
export function toWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(toWellFormed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, member]) => [name.toWellFormed(), toWellFormed(member)]))
}
