/** Version, trace id, parent id and flags, as W3C Trace Context defines them. Ids of zeros are invalid. */
const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Returns the header `traceparent`. Returns null when it is absent or invalid, which the standard ignores. */
export function traceParentOf({
  headers,
}: {
  readonly headers: Readonly<Record<string, unknown>>
}): string | null {
  const value = headers['traceparent']
  return typeof value === 'string' && TRACE_PARENT.test(value) ? value : null
}
