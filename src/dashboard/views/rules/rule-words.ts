import type { RuleAnswer } from '../../../schemas/control/rules/rule.ts'

/** Describes the conditions of a rule. */
export function matchInWords(match: RuleAnswer['match']): string {
  const conditions = [
    match.operation === undefined ? null : `the operation is ${match.operation}`,
    match.method === undefined ? null : `the method is ${match.method}`,
    match.path === undefined ? null : `the path is ${match.path}`,
    match.workspace_id === undefined ? null : `the workspace is ${match.workspace_id}`,
    match.type === undefined ? null : `the type is ${match.type}`,
    match.model === undefined ? null : `the model is ${match.model}`,
    match.prompt === undefined ? null : `the prompt contains “${match.prompt}”`,
  ].filter((condition) => condition !== null)
  return conditions.length === 0 ? 'any request arrives' : conditions.join(', ')
}

/** Describes the effects of a rule. */
export function effectInWords(effect: RuleAnswer['effect']): string {
  const { error, outcome } = effect
  return [
    effect.delay_ms === undefined ? null : `the answer waits ${effect.delay_ms} ms`,
    error === undefined
      ? null
      : ['the answer is', error.status, error.code ?? '', error.message ?? ''].join(' ').trim(),
    effect.drop === undefined ? null : `the connection is cut ${effect.drop} the work`,
    effect.body === undefined ? null : `the body of the answer is ${effect.body}`,
    outcome === undefined ? null : `the run ends as ${outcome.status} ${outcome.error_code ?? ''}`.trim(),
    effect.duration_seconds === undefined ? null : `the run takes ${effect.duration_seconds} s`,
    effect.output === undefined ? null : `output files: ${effect.output}`,
    effect.webhook?.mode === undefined ? null : `webhook: ${effect.webhook.mode}`,
    effect.webhook?.delay_seconds === undefined
      ? null
      : `the webhook waits ${effect.webhook.delay_seconds} s`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}
