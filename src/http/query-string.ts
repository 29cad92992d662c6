import { parse } from 'node:querystring'

/** Reads a query; `key=` counts as absent, because the SDK writes null that way. */
export function parseQuery(text: string): Record<string, unknown> {
  if (text === '') return {}
  return Object.fromEntries(Object.entries(parse(text)).filter(([, value]) => value !== ''))
}
