import { fits, type JournalEntry, type JournalFilter } from './journal-entry.ts'

const SHOWN_MAX = 5

/** An account of requests that came close to a filter, closest first, each with what was different about it. */
export function nearMisses(entries: readonly JournalEntry[], filter: JournalFilter): string {
  const wanted = Object.entries<unknown>({ ...filter }).filter(([, value]) => value !== undefined)
  if (entries.length === 0) return `Nothing was requested at all; wanted ${describe(wanted)}.`
  const misses = entries
    .map((entry) => ({
      entry,
      wrong: wanted.filter(([name, value]) => !fits(entry, { [name]: value })),
    }))
    .toSorted((a, b) => a.wrong.length - b.wrong.length)
  const lines = misses.slice(0, SHOWN_MAX).map(({ entry, wrong }) => `- ${line(entry)}: ${difference(wrong)}`)
  const rest = misses.length > SHOWN_MAX ? `\n- and ${misses.length - SHOWN_MAX} more` : ''
  return `Wanted ${describe(wanted)}. Requested, closest first:\n${lines.join('\n')}${rest}`
}

const line = ({ method, path, operation, status }: JournalEntry): string =>
  `${method} ${path} (${operation ?? 'unknown path'}) → ${status ?? 'connection cut'}`

const describe = (wanted: readonly [string, unknown][]): string =>
  wanted.length === 0
    ? 'any request'
    : wanted.map(([name, value]) => condition(name, String(value))).join(', ')

const condition = (name: string, value: string): string =>
  name === 'excludeClient' ? `client other than ${value}` : `${name} ${value}`

const difference = (wrong: readonly [string, unknown][]): string =>
  wrong.length === 0 ? 'matches' : `not ${describe(wrong)}`
