import type { WebhookMode } from '../../simulator/webhooks/webhook.ts'
import type { Check } from '../check.ts'
import type { AttemptFact } from '../record/facts.ts'
import { receiverViolations } from './receivers.ts'

/** Faults that a receiver must refuse, with what it did not check. */
const UNCHECKED: Partial<Record<WebhookMode, string>> = {
  'wrong-secret': 'the signature',
  'tampered-body': 'the signature',
  unsigned: 'that there is a signature',
  'stale-timestamp': 'the time of the signature',
}

export const receiverTrusts: Check = {
  id: 'receiver-trusts',
  severity: 'error',
  title: 'A receiver accepts a webhook that it must refuse',
  remedy: 'Verify every webhook with client.webhooks.unwrap, and answer 400 when it throws.',
  find: (record) => receiverViolations(record, isTrusting, describe),
}

function isTrusting({ mode, status }: AttemptFact): boolean {
  return mode !== null && UNCHECKED[mode] !== undefined && status !== null && status >= 200 && status < 300
}

function describe({ mode, status }: AttemptFact, origin: string): string {
  const unchecked = mode === null ? 'the signature' : (UNCHECKED[mode] ?? 'the signature')
  return `Anybody can forge a result: ${origin} answered ${status} to a webhook of the mode ${mode}, so it does not check ${unchecked}.`
}
