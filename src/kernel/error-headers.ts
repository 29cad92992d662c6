/** Headers that the server writes itself, or that describe the connection or the framing of a message. */
const RESERVED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'request-id',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Why an injected error cannot carry this header, in any case of letters; null when it can. */
export function headerProblem(name: string): string | null {
  const lower = name.toLowerCase()
  return RESERVED.has(lower) || lower.startsWith('proxy-')
    ? `Cannot be set: the server or the connection decides ${lower}. Remove it`
    : null
}
