import type { RuleBody } from '../../schemas/control/rules/rule.ts'
import type { Site } from './site.ts'

type RuleEffect = RuleBody['effect']

/** What the faults of one exploration depend on. */
export interface FaultSettings {
  /** How long a slow answer and a slow run take. */
  readonly slowSeconds: number
}

/** A kind of fault. It happens to a call, to the run that the call starts, or to the webhook of that run. */
export interface Fault {
  /** Title of its column in a narrow matrix: at most five characters. */
  readonly short: string
  readonly title: string
  readonly kind: 'call' | 'run' | 'webhook'
  readonly applies: (site: Site) => boolean
  readonly effect: (settings: FaultSettings) => RuleEffect
  /**
   * How long it lasts: for one call, for this call and all later ones of the operation, or for later ones with the same
   * prompt. A client cannot survive the latter two with the same request.
   */
  readonly lasts: 'once' | 'always' | 'with-prompt'
  /** Whether it needs wall time to pass. */
  readonly isSlow: boolean
}

const once = { lasts: 'once', isSlow: false } as const
const everyCall = { ...once, kind: 'call', applies: () => true } as const
const everyStart = { ...once, kind: 'run', applies: ({ startsRun }: Site) => startsRun } as const
const everyWebhook = { ...once, kind: 'webhook', applies: ({ hasWebhook }: Site) => hasWebhook } as const

/** Wall time before a 429, which is short for every client. */
const LIMITED_AFTER_MS = 50
/** FLORA retries a webhook after ten seconds. */
const RETRY_SECONDS = 10

const error =
  (status: number, headers: Record<string, string> = {}) =>
  (): RuleEffect => ({
    error: { status, headers },
  })
const webhook = (mode: 'duplicate' | 'early' | 'reorder' | 'wrong-secret') => (): RuleEffect => ({
  webhook: { mode },
})

/** Every fault, in the order of the matrix. */
export const FAULTS = {
  '500': { ...everyCall, short: '500', title: 'answered with 500', effect: error(500) },
  '503': { ...everyCall, short: '503', title: 'answered with 503', effect: error(503) },
  '429': {
    ...everyCall,
    short: '429',
    title: 'answered with 429 and retry-after',
    // Requests that were sent at once arrive before its answer, so that later ones are known to be retries.
    effect: () => ({ ...error(429, { 'retry-after': '1' })(), delay_ms: LIMITED_AFTER_MS }),
  },
  'drop-before': {
    ...everyCall,
    short: 'drop<',
    title: 'connection cut before the request was handled',
    effect: () => ({ drop: 'before' }),
  },
  'drop-after': {
    ...everyCall,
    short: 'drop>',
    title: 'connection cut after the changes were committed',
    effect: () => ({ drop: 'after' }),
  },
  'slow-answer': {
    ...everyCall,
    short: 'slow',
    title: 'answer slower than a time-out',
    isSlow: true,
    effect: ({ slowSeconds }) => ({ delay_ms: Math.round(slowSeconds * 1000) }),
  },
  'broken-body': {
    ...everyCall,
    short: 'body',
    title: 'broken JSON in the answer',
    effect: () => ({ body: 'malformed' }),
  },
  '402': {
    ...everyStart,
    kind: 'call',
    short: '402',
    title: 'credits run out from here on',
    lasts: 'always',
    effect: error(402),
  },
  '403': {
    ...everyStart,
    kind: 'call',
    short: '403',
    title: 'access refused from here on',
    lasts: 'always',
    effect: error(403),
  },
  'run-slow': {
    ...everyStart,
    short: 'rslow',
    title: 'run takes long',
    isSlow: true,
    effect: ({ slowSeconds }) => ({ duration_seconds: slowSeconds }),
  },
  'run-failed': {
    ...everyStart,
    short: 'rfail',
    title: 'run fails',
    effect: () => ({ outcome: { status: 'failed', error_code: 'provider_error' } }),
  },
  'run-moderated': {
    ...everyStart,
    short: 'rmod',
    title: 'prompt is refused by moderation, also when it is repeated',
    lasts: 'with-prompt',
    effect: () => ({ outcome: { status: 'failed', error_code: 'GENERATION_PROMPT_MODERATED' } }),
  },
  'webhook-duplicate': {
    ...everyWebhook,
    short: 'dup',
    title: 'webhook delivered twice',
    effect: webhook('duplicate'),
  },
  'webhook-early': {
    ...everyWebhook,
    short: 'early',
    title: 'webhook before the answer that starts its run',
    effect: webhook('early'),
  },
  'webhook-reordered': {
    ...everyWebhook,
    short: 'reord',
    title: 'webhook after the next one',
    applies: ({ hasWebhook, isFollowed }) => hasWebhook && isFollowed,
    effect: webhook('reorder'),
  },
  'webhook-lost': {
    ...everyWebhook,
    short: 'lost',
    title: 'first attempt lost, retried after ten seconds',
    effect: () => ({ webhook: { delay_seconds: RETRY_SECONDS } }),
  },
  'webhook-wrong-secret': {
    ...everyWebhook,
    short: 'sig',
    title: 'webhook signed with a wrong secret',
    effect: webhook('wrong-secret'),
  },
} as const satisfies Record<string, Fault>

export type FaultId = keyof typeof FAULTS

/** Ids in the order of the matrix. An object would list those that look like numbers in their own order. */
export const FAULT_IDS: readonly FaultId[] = [
  '500',
  '503',
  '429',
  'drop-before',
  'drop-after',
  'slow-answer',
  'broken-body',
  '402',
  '403',
  'run-slow',
  'run-failed',
  'run-moderated',
  'webhook-duplicate',
  'webhook-early',
  'webhook-reordered',
  'webhook-lost',
  'webhook-wrong-secret',
]

export const faultOf = (id: FaultId): Fault => FAULTS[id]

/** Returns null for an unknown id. */
export const faultIdOf = (text: string): FaultId | null => FAULT_IDS.find((id) => id === text) ?? null
