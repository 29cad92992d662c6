import { CONTROL_PREFIX } from '../../kernel/paths.ts'
import { evidenceOf, type Violation } from '../check.ts'
import type { AttemptFact, WebhookFact } from '../record/facts.ts'
import type { WorldRecord } from '../record/record.ts'

/** Finds the webhooks with attempts of a kind. Inboxes of the emulator are no receivers of the client. */
export function receiverViolations(
  { webhooks, starts }: WorldRecord,
  isWrong: (attempt: AttemptFact) => boolean,
  describe: (attempt: AttemptFact, url: string) => string,
): readonly Violation[] {
  return webhooks
    .filter(({ url }) => !url.includes(`${CONTROL_PREFIX}/worlds/`))
    .flatMap(({ attempts, runId, url }: WebhookFact) => {
      const wrong = attempts.find(isWrong)
      if (wrong === undefined) return []
      const started = starts.filter(({ runIds }) => runIds.includes(runId))
      const requests = evidenceOf(started.map(({ request }) => request))
      return [{ message: describe(wrong, originOf(url)), requests, runId, cost: null }]
    })
}

/** The path of a callback may hold a secret. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'the receiver')
