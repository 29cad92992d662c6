import type { RuleAnswer, RuleBody } from '../../../schemas/control/rules/rule.ts'
import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { WEBHOOK_MODES } from '../../../simulator/webhooks/webhook.ts'
import { oneOf, present } from '../../present.ts'

/** A rule as the form holds it; empty members are absent from the rule. */
export interface RuleDraft {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly workspaceId: string
  readonly type: string
  readonly model: string
  readonly prompt: string
  readonly times: string
  readonly delayMs: string
  readonly status: string
  readonly code: string
  readonly message: string
  readonly drop: string
  readonly body: string
  readonly outcome: string
  readonly outcomeCode: string
  readonly durationSeconds: string
  readonly output: string
  readonly webhookMode: string
  readonly webhookDelay: string
}

export const NEW_RULE: RuleDraft = {
  operation: 'startGeneration',
  method: '',
  path: '',
  workspaceId: '',
  type: '',
  model: '',
  prompt: '',
  times: '1',
  delayMs: '',
  status: '',
  code: '',
  message: '',
  drop: '',
  body: '',
  outcome: '',
  outcomeCode: '',
  durationSeconds: '',
  output: '',
  webhookMode: '',
  webhookDelay: '',
}

export function draftOf({ match, times, effect }: RuleAnswer): RuleDraft {
  return {
    operation: match.operation ?? '',
    method: match.method ?? '',
    path: match.path ?? '',
    workspaceId: match.workspace_id ?? '',
    type: match.type ?? '',
    model: match.model ?? '',
    prompt: match.prompt ?? '',
    times: times === null ? '' : String(times),
    delayMs: numberText(effect.delay_ms),
    status: numberText(effect.error?.status),
    code: effect.error?.code ?? '',
    message: effect.error?.message ?? '',
    drop: effect.drop ?? '',
    body: effect.body ?? '',
    outcome: effect.outcome?.status ?? '',
    outcomeCode: effect.outcome?.error_code ?? '',
    durationSeconds: numberText(effect.duration_seconds),
    output: effect.output ?? '',
    webhookMode: effect.webhook?.mode ?? '',
    webhookDelay: numberText(effect.webhook?.delay_seconds),
  }
}

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value))

type Match = NonNullable<RuleBody['match']>

/** Converts the form into the body of a rule. The control API validates the values. */
export function bodyOf(draft: RuleDraft): RuleBody {
  const match = present({
    operation: draft.operation,
    method: draft.method,
    path: draft.path,
    workspace_id: draft.workspaceId,
    type: oneOf(['image', 'video', 'audio', 'text'] as const, draft.type),
    model: draft.model,
    prompt: draft.prompt,
  }) satisfies Match
  return { match, times: numberOf(draft.times) ?? null, effect: effectOf(draft) }
}

function effectOf(draft: RuleDraft): RuleBody['effect'] {
  const status = numberOf(draft.status)
  const outcome = oneOf(['completed', 'failed'] as const, draft.outcome)
  return present({
    delay_ms: numberOf(draft.delayMs),
    error: status === undefined ? undefined : present({ status, code: draft.code, message: draft.message }),
    drop: oneOf(['before', 'after'] as const, draft.drop),
    body: oneOf(['truncated', 'malformed'] as const, draft.body),
    outcome: outcome === undefined ? undefined : present({ status: outcome, error_code: draft.outcomeCode }),
    duration_seconds: numberOf(draft.durationSeconds),
    output: oneOf(OUTPUT_FAULTS, draft.output),
    webhook: webhookOf(draft),
  })
}

function webhookOf({ webhookMode, webhookDelay }: RuleDraft): RuleBody['effect']['webhook'] {
  const mode = oneOf(WEBHOOK_MODES, webhookMode)
  const delay = numberOf(webhookDelay)
  return mode === undefined && delay === undefined ? undefined : present({ mode, delay_seconds: delay })
}

const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text))
