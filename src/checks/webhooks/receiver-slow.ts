import type { Check } from '../check.ts'
import { receiverViolations } from './receivers.ts'

const ANSWER_MS_MAX = 5000

export const receiverSlow: Check = {
  id: 'receiver-slow',
  severity: 'warning',
  title: 'A webhook receiver takes longer than 5 s',
  remedy: 'Answer 200 at once, and do the work afterwards.',
  find: (record) =>
    receiverViolations(
      record,
      ({ durationMs }) => durationMs > ANSWER_MS_MAX,
      ({ durationMs }, origin) =>
        `The webhook is repeated or lost: ${origin} took ${(durationMs / 1000).toFixed(1)} s, and FLORA gives up after 10 s.`,
    ),
}
