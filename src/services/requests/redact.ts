/** Members whose values are nobody's business, in bodies and queries. */
const SECRET_NAME = /^(authorization|api[_-]?key|access[_-]?token|token|secret|password|signature)$/i
/** FLORA's keys and signing secrets, wherever they are written. */
const SECRET_TEXT = /\b(sk_(?:live|test)_|whsec_)[\w-]+/g
const REDACTED = '[redacted]'

/** The value without secrets; the very same one when there are none. Depth is bounded by the body parser. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(redact)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const entries = Object.entries(value)
  const clean = entries.map(
    ([name, member]) => [name, SECRET_NAME.test(name) ? REDACTED : redact(member)] as const,
  )
  return clean.every(([, member], index) => member === entries[index]?.[1])
    ? value
    : Object.fromEntries(clean)
}

export function redactText(text: string): string {
  if (!text.includes('sk_') && !text.includes('whsec_')) return text
  return text.replace(SECRET_TEXT, `$1${REDACTED}`)
}

/** A path without the secrets in its query. */
export function redactPath(path: string): string {
  const query = path.indexOf('?')
  if (query === -1) return redactText(path)
  const parts = path
    .slice(query + 1)
    .split('&')
    .map((part) => {
      const name = part.split('=', 1)[0] ?? ''
      return SECRET_NAME.test(name) ? `${name}=${REDACTED}` : part
    })
  return redactText(`${path.slice(0, query)}?${parts.join('&')}`)
}

/** Enough of an API key to tell it from others. */
export function redactKey(key: string): string {
  return key.length <= 12 ? `${key.slice(0, 3)}…` : `${key.slice(0, 8)}…${key.slice(-4)}`
}
