import { fits, type RecordedRequest, type RequestFilter } from './recorded-request.ts'

const SHOWN_MAX = 5

/** Describes the requests that come closest to a filter, closest first, each with the members that differ. */
export function nearMisses(requests: readonly RecordedRequest[], filter: RequestFilter): string {
  const wanted = Object.entries<unknown>({ ...filter }).filter(([, value]) => value !== undefined)
  if (requests.length === 0) return `No request was received. Wanted ${describe(wanted)}.`
  const misses = requests
    .map((request) => ({
      request,
      mismatches: wanted.filter(([name, value]) => !fits(request, { [name]: value })),
    }))
    .toSorted((a, b) => a.mismatches.length - b.mismatches.length)
  const lines = misses
    .slice(0, SHOWN_MAX)
    .map(({ request, mismatches }) => `- ${line(request)}: ${difference(mismatches)}`)
  const rest = misses.length > SHOWN_MAX ? `\n- and ${misses.length - SHOWN_MAX} more` : ''
  return `Wanted ${describe(wanted)}. Received, closest first:\n${lines.join('\n')}${rest}`
}

const line = ({ method, path, operation, status }: RecordedRequest): string =>
  `${method} ${path} (${operation ?? 'unknown path'}) → ${status ?? 'connection cut'}`

const describe = (wanted: readonly [string, unknown][]): string =>
  wanted.length === 0
    ? 'any request'
    : wanted.map(([name, value]) => condition(name, String(value))).join(', ')

const condition = (name: string, value: string): string =>
  name === 'excludeClient' ? `client other than ${value}` : `${name} ${value}`

const difference = (mismatches: readonly [string, unknown][]): string =>
  mismatches.length === 0 ? 'matches' : `not ${describe(mismatches)}`
