/**
 * Replaces each lone surrogate in the texts of a JSON value by U+FFFD. Databases store UTF-8, which has no lone surrogates.
 * Replaced on input, a text is the same in every answer, before and after it is stored.
 */
export function toWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(toWellFormed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, member]) => [name.toWellFormed(), toWellFormed(member)]))
}
