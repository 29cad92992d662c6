import type { RuleBody } from '../../schemas/control/rules/rule.ts'
import { type FaultSettings, faultOf } from './catalogue.ts'
import type { PlacedFault } from './placed-fault.ts'

/** A rule of a trial. */
export interface TrialRule {
  readonly rule: RuleBody
  /** The faults that it causes; none for a rule that only counts calls. */
  readonly causes: readonly PlacedFault[]
}

/**
 * Expresses faults as rules of a world. The first rule that matches and is not used up applies, so that a rule without an
 * effect before another one lets earlier calls pass.
 */
export function rulesFor(placed: readonly PlacedFault[], settings: FaultSettings): readonly TrialRule[] {
  const operations = [...new Set(placed.map(({ site }) => site.operation))]
  return operations.flatMap((operation) =>
    rulesOf(
      operation,
      placed.filter(({ site }) => site.operation === operation),
      settings,
    ),
  )
}

function rulesOf(operation: string, placed: readonly PlacedFault[], settings: FaultSettings): TrialRule[] {
  const rules: TrialRule[] = []
  let passed = 0
  const calls = [...new Set(placed.map(({ site }) => site.call))].toSorted((a, b) => a - b)
  for (const call of calls) {
    const skipped = call - 1 - passed
    if (skipped > 0) {
      const effect: RuleBody['effect'] = { outcome: { status: 'completed' } }
      rules.push({ rule: { match: { operation }, times: skipped, effect }, causes: [] })
    }
    const causes = placed.filter(({ site }) => site.call === call)
    const effect = causes.reduce<RuleBody['effect']>(
      (merged, { fault }) => ({ ...merged, ...faultOf(fault).effect(settings) }),
      {},
    )
    rules.push({ rule: { match: { operation }, times: 1, effect }, causes })
    passed = call
  }
  return [...rules, ...lastingRules(operation, placed, settings)]
}

function lastingRules(
  operation: string,
  placed: readonly PlacedFault[],
  settings: FaultSettings,
): TrialRule[] {
  return placed.flatMap((cause) => {
    const { lasts, effect } = faultOf(cause.fault)
    if (lasts === 'once') return []
    const prompt = lasts === 'with-prompt' ? cause.site.prompt : null
    const match = prompt === null ? { operation } : { operation, prompt: prompt.slice(0, PROMPT_MATCHED_MAX) }
    return [{ rule: { match, effect: effect(settings) }, causes: [cause] }]
  })
}

/** Longest text that a rule matches. */
const PROMPT_MATCHED_MAX = 500
