import { SEVERITIES } from '../kernel/severity.ts'
import { unreachableInput } from './assets/unreachable-input.ts'
import { uploadWrong } from './assets/upload-wrong.ts'
import type { Check, Finding } from './check.ts'
import type { CheckId } from './check-ids.ts'
import type { WorldRecord } from './record/record.ts'
import { deprecated } from './requests/deprecated.ts'
import { firstPageOnly } from './requests/first-page-only.ts'
import { ignoresRetryAfter } from './requests/ignores-retry-after.ts'
import { keyChanges } from './requests/key-changes.ts'
import { noBackoff } from './requests/no-backoff.ts'
import { repeatsHopeless } from './requests/repeats-hopeless.ts'
import { retryWithoutKey } from './requests/retry-without-key.ts'
import { unknownField } from './requests/unknown-field.ts'
import { failureUnread } from './runs/failure-unread.ts'
import { givesUpEarly } from './runs/gives-up-early.ts'
import { neverRead } from './runs/never-read.ts'
import { outputUnsaved } from './runs/output-unsaved.ts'
import { pollsAfterEnd } from './runs/polls-after-end.ts'
import { pollsTooFast } from './runs/polls-too-fast.ts'
import { receiverSlow } from './webhooks/receiver-slow.ts'
import { receiverTrusts } from './webhooks/receiver-trusts.ts'

export type { Check, Finding } from './check.ts'
export { CHECK_IDS, type CheckId, checkIdOf } from './check-ids.ts'

/** Every check, in the order of docs/checks.md. */
export const CHECKS: readonly Check[] = [
  retryWithoutKey,
  keyChanges,
  unknownField,
  givesUpEarly,
  neverRead,
  pollsTooFast,
  pollsAfterEnd,
  failureUnread,
  repeatsHopeless,
  ignoresRetryAfter,
  noBackoff,
  uploadWrong,
  unreachableInput,
  outputUnsaved,
  firstPageOnly,
  deprecated,
  receiverSlow,
  receiverTrusts,
]

/** Runs the checks over a record. Returns the findings, gravest first. */
export function findingsOf(record: WorldRecord, ignored: ReadonlySet<CheckId>): readonly Finding[] {
  return gravestFirst(
    CHECKS.filter(({ id }) => !ignored.has(id)).flatMap((check) =>
      check.find(record).map((violation) => ({ check, ...violation })),
    ),
  )
}

export const gravestFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => SEVERITIES.indexOf(a.check.severity) - SEVERITIES.indexOf(b.check.severity))
