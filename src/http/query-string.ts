import { parse } from 'node:querystring'

/** Parses a query. `key=` counts as absent, because the SDK sends null that way. */
export function parseQuery(text: string): Record<string, unknown> {
  if (text === '') return {}
  return Object.fromEntries(Object.entries(parse(text)).filter(([, value]) => value !== ''))
}
