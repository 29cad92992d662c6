import { nearestName } from '../kernel/text/nearest-name.ts'

/** Ids of the checks, in the order of docs/checks.md. */
export const CHECK_IDS = [
  'retry-without-key',
  'key-changes',
  'unknown-field',
  'gives-up-early',
  'never-read',
  'polls-too-fast',
  'polls-after-end',
  'failure-unread',
  'repeats-hopeless',
  'ignores-retry-after',
  'no-backoff',
  'upload-wrong',
  'unreachable-input',
  'output-unsaved',
  'first-page-only',
  'deprecated',
  'receiver-slow',
  'receiver-trusts',
] as const
export type CheckId = (typeof CHECK_IDS)[number]

/**
 * Returns the check of this id.
 *
 * @throws Error whose message names what is expected
 */
export function checkIdOf(text: string): CheckId {
  const found = CHECK_IDS.find((id) => id === text)
  if (found !== undefined) return found
  const nearest = nearestName(text, CHECK_IDS)
  const known = nearest === null ? CHECK_IDS.join(', ') : `${nearest} or another id of docs/checks.md`
  throw new Error(`the id of a check, such as ${known}`)
}
