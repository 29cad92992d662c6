import { headerProblem } from '../../kernel/error-headers.ts'
import { validationError } from '../../kernel/errors.ts'
import type { RuleAnswer, RuleBody } from '../../schemas/control/rules/rule.ts'
import type { Rule, RuleMatch } from '../../simulator/rules/rules.ts'
import type { RuleRecord } from '../../store/rules/rules.ts'
import { type Effect, NO_EFFECT } from '../../simulator/rules/effect.ts'
import type { WebhookEffect } from '../../simulator/webhooks/webhook.ts'

type WebhookBody = NonNullable<RuleBody['effect']['webhook']>

/** Converts a rule of the control API to one of the simulator. Throws 400 for one that cannot be applied. */
export function parseRule(
  { match = {}, times = null, effect }: RuleBody,
  operations: ReadonlySet<string>,
): Rule {
  const { workspace_id: workspaceId, ...rest } = match
  if (match.operation !== undefined && !operations.has(match.operation)) {
    throw wrong('match.operation', `Unknown operation; known are ${[...operations].toSorted().join(', ')}`)
  }
  return {
    match: workspaceId === undefined ? rest : { ...rest, workspaceId },
    times,
    effect: parseEffect(effect),
  }
}

function parseEffect(effect: RuleBody['effect']): Effect {
  const { error, outcome } = effect
  if (Object.keys(effect).length === 0) throw wrong('effect', 'Must have at least one member')
  refuseReservedHeaders(error?.headers ?? {})
  if (outcome?.status === 'completed' && (outcome.error_code ?? outcome.error_message) !== undefined) {
    throw wrong('effect.outcome', 'A completed run has no error_code or error_message')
  }
  return {
    ...NO_EFFECT,
    delayMs: effect.delay_ms ?? null,
    drop: effect.drop ?? null,
    body: effect.body ?? null,
    error:
      error === undefined
        ? null
        : {
            status: error.status,
            code: error.code ?? null,
            message: error.message ?? null,
            headers: lowerCase(error.headers ?? {}),
          },
    run: {
      // `completed` needs no member, because runs complete by default.
      outcome:
        outcome?.status === 'failed'
          ? {
              kind: 'failed',
              code: outcome.error_code ?? 'GENERATION_GENERIC_ERROR',
              message: outcome.error_message ?? null,
            }
          : null,
      durationMs: effect.duration_seconds === undefined ? null : Math.round(effect.duration_seconds * 1000),
      webhook: effect.webhook === undefined ? null : parseWebhook(effect.webhook),
      output: effect.output ?? null,
    },
  }
}

function refuseReservedHeaders(headers: Readonly<Record<string, string>>): void {
  const problems = Object.keys(headers).flatMap((name) => {
    const message = headerProblem(name)
    return message === null ? [] : [{ field: `effect.error.headers.${name}`, message }]
  })
  if (problems.length > 0) throw validationError(problems)
}

const parseWebhook = ({ mode, delay_seconds: seconds = 0 }: WebhookBody): WebhookEffect => ({
  mode: mode ?? null,
  delayMs: Math.round(seconds * 1000),
})

const renderWebhook = ({ mode, delayMs }: WebhookEffect): object =>
  present({ mode, delay_seconds: delayMs === 0 && mode !== null ? null : delayMs / 1000 })

export function renderRule({ id, match, times, effect, applied }: RuleRecord): RuleAnswer {
  return { id, match: renderMatch(match), times, effect: renderEffect(effect), applied }
}

function renderMatch({ workspaceId, ...rest }: RuleMatch): RuleAnswer['match'] {
  const match = rest as RuleAnswer['match']
  return workspaceId === undefined ? match : { ...match, workspace_id: workspaceId }
}

function renderEffect({ delayMs, error, drop, body, run }: Effect): RuleAnswer['effect'] {
  const all = {
    delay_ms: delayMs,
    error: error === null ? null : present({ ...error, headers: nonEmpty(error.headers) }),
    drop,
    body,
    outcome:
      run.outcome === null
        ? null
        : present({ status: 'failed', error_code: run.outcome.code, error_message: run.outcome.message }),
    duration_seconds: run.durationMs === null ? null : run.durationMs / 1000,
    webhook: run.webhook === null ? null : renderWebhook(run.webhook),
    output: run.output,
  }
  const effect = present(all) as RuleAnswer['effect']
  // An effect of `completed` alone is stored as no effect, and shown as it was sent.
  return Object.keys(effect).length === 0 ? { outcome: { status: 'completed' } } : effect
}

const present = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))

const nonEmpty = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers).length === 0 ? null : headers

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const wrong = (field: string, message: string) => validationError([{ field, message }])
