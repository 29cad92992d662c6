/** Headers that the server sets itself, or that describe the connection or the framing of a message. */
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
  'x-request-id',
])

/** Returns why an injected error cannot set this header, or null when it can. Ignores upper and lower case. */
export function headerProblem(name: string): string | null {
  const lower = name.toLowerCase()
  return RESERVED.has(lower) || lower.startsWith('proxy-')
    ? `Cannot be set: the server or the connection decides ${lower}. Remove it`
    : null
}
