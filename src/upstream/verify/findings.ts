import { absences, type MemberTally } from './tally.ts'
import type { Refused, Survey } from './survey.ts'

export type Verdict = 'agrees' | 'differs' | 'not settled'

/** One question about the server, and what each side answers to it. */
export interface Finding {
  readonly topic:
    | 'order'
    | 'absence'
    | 'member'
    | 'type'
    | 'value'
    | 'page size'
    | 'refusal'
    | 'read'
    | 'header'
  /** Such as `GET /generations generations[].model`. */
  readonly subject: string
  readonly server: string
  readonly emulator: string
  readonly verdict: Verdict
}

/** Compares what was seen on both sides. */
export function findingsOf(server: Survey, emulator: Survey): Finding[] {
  return [
    ...orders(server, emulator),
    ...members(server, emulator),
    ...pageSizes(server, emulator),
    ...refusals(server, emulator),
    ...reads(server, emulator),
    ...headers(server, emulator),
  ]
}

function orders(server: Survey, emulator: Survey): Finding[] {
  return Array.from(server.orders, ([operation, there]) => {
    const here = emulator.orders.get(operation) ?? null
    const shared = there?.filter((order) => here?.includes(order) === true) ?? []
    const isOpen = there === null || here === null
    const verdict = isOpen
      ? 'not settled'
      : shared.length > 0 || (there.length === 0 && here.length === 0)
        ? 'agrees'
        : 'differs'
    return {
      topic: 'order',
      subject: operation,
      server: named(there),
      emulator: named(here),
      verdict,
    } as const
  })
}

function named(found: readonly string[] | null): string {
  if (found === null) return 'too few rows'
  return found.length === 0 ? 'no order that was looked for' : found.join(', ')
}

function members(server: Survey, emulator: Survey): Finding[] {
  return Array.from(server.tallies).flatMap(([operation, tally]) =>
    Array.from(tally).flatMap(([path, there]) => {
      const subject = `${operation} ${path.replace(/^\./, '')}`
      const here = emulator.tallies.get(operation)?.get(path)
      return memberFindings(there, here).map((finding): Finding => ({ ...finding, subject }))
    }),
  )
}

type Unnamed = Omit<Finding, 'subject'>

function memberFindings(there: MemberTally, here: MemberTally | undefined): Unnamed[] {
  if (!there.isDocumented) {
    return [{ topic: 'member', server: 'sent', emulator: 'not documented', verdict: 'differs' }]
  }
  const found: Unnamed[] = []
  for (const type of there.wrongTypes) {
    found.push({ topic: 'type', server: type, emulator: 'another type', verdict: 'differs' })
  }
  if (there.hasOtherValue) {
    found.push({
      topic: 'value',
      server: 'a value outside of the list',
      emulator: 'a closed list',
      verdict: 'differs',
    })
  }
  const missing = absences(there)
  if (missing.length > 0) found.push(absence(missing, here))
  return found
}

function absence(there: readonly string[], here: MemberTally | undefined): Unnamed {
  const server = there.join(' or ')
  if (here === undefined) return { topic: 'absence', server, emulator: 'not seen', verdict: 'not settled' }
  const own: readonly string[] = absences(here)
  const emulator = own.length === 0 ? 'always a value' : own.join(' or ')
  const isShared = own.some((way) => there.includes(way))
  return { topic: 'absence', server, emulator, verdict: isShared ? 'agrees' : 'differs' }
}

function pageSizes(server: Survey, emulator: Survey): Finding[] {
  return Array.from(server.pageSizes, ([operation, there]) => {
    const here = emulator.pageSizes.get(operation)
    const verdict = here === undefined ? 'not settled' : here === there ? 'agrees' : 'differs'
    return {
      topic: 'page size',
      subject: operation,
      server: `${there}`,
      emulator: `${here ?? 'not seen'}`,
      verdict,
    } as const
  })
}

function refusals(server: Survey, emulator: Survey): Finding[] {
  return Array.from(server.refused, ([subject, there]) => {
    const here = emulator.refused.get(subject)
    const emulated = here === undefined ? 'not asked' : told(here)
    const verdict = here === undefined ? 'not settled' : told(there) === emulated ? 'agrees' : 'differs'
    return { topic: 'refusal', subject, server: told(there), emulator: emulated, verdict } as const
  })
}

/** Status, code and members of an error, or the status alone of a success. */
function told({ status, code, members: names }: Refused): string {
  if (status < 400) return `${status}`
  const rest = names.filter((name) => name !== 'code' && name !== 'message')
  return [
    `${status}`,
    code ?? 'without a code',
    ...(rest.length === 0 ? [] : [`with ${rest.join(', ')}`]),
  ].join(' ')
}

function reads(server: Survey, emulator: Survey): Finding[] {
  return Array.from(server.reads, ([subject, there]) => {
    const here = emulator.reads.get(subject)
    const verdict = here === undefined ? 'not settled' : here === there ? 'agrees' : 'differs'
    return { topic: 'read', subject, server: there, emulator: here ?? 'not asked', verdict } as const
  })
}

/** Headers that clients read. Others belong to the network. */
const HEADERS = [
  'request-id',
  'x-request-id',
  'ratelimit-limit',
  'x-ratelimit-limit',
  'etag',
  'deprecation',
  'sunset',
]

const word = (isSent: boolean): string => (isSent ? 'sent' : 'not sent')

function headers(server: Survey, emulator: Survey): Finding[] {
  return HEADERS.filter((name) => server.headers.has(name) || emulator.headers.has(name)).map((name) => {
    const [there, here] = [server.headers.has(name), emulator.headers.has(name)]
    const verdict = there === here ? 'agrees' : 'differs'
    return { topic: 'header', subject: name, server: word(there), emulator: word(here), verdict } as const
  })
}
