import { shorten } from '../kernel/text/printable.ts'
import type { CleanAnswer } from './steps.ts'

/** The first place in which two answers differ. */
export interface Difference {
  /** Such as `status`, `headers.etag` or `body.runs.0.status`. */
  readonly place: string
  readonly was: string
  readonly is: string
}

const SHOWN_MAX = 300
const ABSENT = Symbol('absent')

/** Finds the first difference of two answers; null when they are equal, byte for byte. */
export function differenceOf(was: CleanAnswer | null, is: CleanAnswer | null): Difference | null {
  if (was === null || is === null) {
    return was === is ? null : { place: 'answer', was: outcomeOf(was), is: outcomeOf(is) }
  }
  if (was.status !== is.status) return differ('status', was.status, is.status)
  if (was.cut !== is.cut) return { place: 'answer', was: outcomeOf(was), is: outcomeOf(is) }
  // A status that is the same may come with another body, which says more than the headers that follow from it.
  return bodyDifference(was.body, is.body) ?? headerDifference(was, is)
}

const outcomeOf = (answer: CleanAnswer | null): string => {
  if (answer === null) return 'connection cut'
  return answer.cut ? `${answer.status}, cut in the middle` : String(answer.status)
}

function bodyDifference(was: CleanAnswer['body'], is: CleanAnswer['body']): Difference | null {
  if (was === null || is === null || !('text' in was && 'text' in is)) {
    const [before, after] = [describe(was), describe(is)]
    return before === after ? null : { place: 'body', was: before, is: after }
  }
  if (was.text === is.text) return null
  const [before, after] = [jsonIn(was.text), jsonIn(is.text)]
  const inside = before === ABSENT || after === ABSENT ? null : valueDifference('body', before, after)
  return inside ?? textDifference(was.text, is.text)
}

function describe(body: CleanAnswer['body']): string {
  if (body === null) return 'no body'
  return 'text' in body ? shown(body.text) : `${body.bytes} bytes with SHA-256 ${body.sha256}`
}

function headerDifference(was: CleanAnswer, is: CleanAnswer): Difference | null {
  const [before, after] = [new Map(was.headers), new Map(is.headers)]
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(name) ?? ABSENT, after.get(name) ?? ABSENT]
    if (one !== other) return differ(`headers.${name}`, one, other)
  }
  return null
}

/** Compares JSON values in the order of the recorded one. */
function valueDifference(place: string, was: unknown, is: unknown): Difference | null {
  if (was === is) return null
  if (!isContainer(was) || !isContainer(is) || Array.isArray(was) !== Array.isArray(is))
    return differ(place, was, is)
  const [before, after] = [new Map(Object.entries(was)), new Map(Object.entries(is))]
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [valueAt(before, name), valueAt(after, name)]
    const found = valueDifference(`${place}.${name}`, one, other)
    if (found !== null) return found
  }
  return null
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

const valueAt = (members: ReadonlyMap<string, unknown>, name: string): unknown =>
  members.has(name) ? members.get(name) : ABSENT

/** For texts that are no JSON, and for JSON whose members have another order. */
function textDifference(was: string, is: string): Difference {
  let at = 0
  while (was[at] === is[at]) at += 1
  const from = Math.max(0, at - 20)
  return { place: `body at character ${at}`, was: shown(was.slice(from)), is: shown(is.slice(from)) }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return ABSENT
  }
}

const differ = (place: string, was: unknown, is: unknown): Difference => ({
  place,
  was: shown(was),
  is: shown(is),
})

function shown(value: unknown): string {
  if (value === ABSENT) return 'absent'
  return shorten(JSON.stringify(value) ?? 'absent', SHOWN_MAX)
}
