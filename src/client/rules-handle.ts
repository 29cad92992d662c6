import type { RuleAnswer, RuleBody } from '../schemas/control/rules/rule.ts'
import type { Call } from './control-client.ts'

/** The rules of a world. The first rule that matches a request and is not used up applies to it. */
export interface RulesHandle {
  /** Lists the rules with how often each has applied. */
  list(): Promise<RuleAnswer[]>
  /**
   * Adds a rule after the others.
   *
   * @param rule `match`: `@default` every request; `times`: 1–1,000,000,000, or null for always, `@default` null;
   *   `effect`: at least one member
   * @throws {ControlError} `input_validation_error`
   * @example Fail the first request.
   * ```ts
   * await world.rules.add({
   *   match: { operation: 'startGeneration' },
   *   times: 1,
   *   effect: { error: { status: 503, headers: { 'retry-after': '1' } } },
   * })
   * ```
   * @example Fail every run whose prompt has a word.
   * ```ts
   * await world.rules.add({
   *   match: { prompt: 'cigarette' },
   *   effect: { outcome: { status: 'failed', error_code: 'GENERATION_PROMPT_MODERATED' } },
   * })
   * ```
   */
  add(rule: RuleBody): Promise<RuleAnswer>
  /**
   * Deletes a rule.
   *
   * @throws {ControlError} `not_found`
   */
  delete(id: string): Promise<void>
  /** Deletes all rules. */
  clear(): Promise<void>
}

export function rulesHandle(call: Call): RulesHandle {
  return {
    list: async () => (await call<{ rules: RuleAnswer[] }>('GET', '/rules')).rules,
    add: async (rule) => call('POST', '/rules', rule),
    delete: async (id) => call('DELETE', `/rules/${encodeURIComponent(id)}`),
    clear: async () => call('DELETE', '/rules'),
  }
}
