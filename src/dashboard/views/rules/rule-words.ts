import type { RuleAnswer } from '../../../schemas/control/rules/rule.ts'

/** A rule's conditions in words. */
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
  return conditions.length === 0 ? 'any request comes' : conditions.join(', ')
}

/** What a rule does in words. */
export function effectInWords(effect: RuleAnswer['effect']): string {
  const { error, outcome } = effect
  return [
    effect.delay_ms === undefined ? null : `wait ${effect.delay_ms} ms`,
    error === undefined
      ? null
      : ['answer', error.status, error.code ?? '', error.message ?? ''].join(' ').trim(),
    effect.drop === undefined ? null : `cut the connection ${effect.drop} the work`,
    effect.body === undefined ? null : `answer with a ${effect.body} body`,
    outcome === undefined ? null : `the run is ${outcome.status} ${outcome.error_code ?? ''}`.trim(),
    effect.duration_seconds === undefined ? null : `the run takes ${effect.duration_seconds} s`,
    effect.output === undefined ? null : `its files are ${effect.output}`,
    effect.webhook?.mode === undefined ? null : `its webhook is ${effect.webhook.mode}`,
    effect.webhook?.delay_seconds === undefined
      ? null
      : `its webhook waits ${effect.webhook.delay_seconds} s`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}
