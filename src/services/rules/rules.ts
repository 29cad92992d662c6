import { nextOrdinal } from '../../kernel/ordinals.ts'
import { notFound, ApiError } from '../../kernel/errors.ts'
import { type Effect, NO_EFFECT } from '../../simulator/rules/effect.ts'
import { matches, type Rule, type RuleSubject } from '../../simulator/rules/rules.ts'
import { deleteRules, insertRule, type RuleRecord, saveApplied } from '../../store/rules/rules.ts'
import type { Store } from '../../store/store.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'

/** Limited because every request is matched against every rule. */
export const RULES_MAX = 1000

/** The effect on a request, with the id of its rule. Null without a rule. */
export interface AppliedRule {
  readonly effect: Effect
  readonly rule: string | null
}

const NO_RULE: AppliedRule = { effect: NO_EFFECT, rule: null }

/** The rules of a world, in order. Held in memory, because every request is matched, and written through to the store. */
export class RuleSet {
  readonly #store: Store
  readonly #world: WorldKey
  #rules: RuleRecord[]

  constructor(store: Store, world: WorldKey, rules: readonly RuleRecord[]) {
    this.#store = store
    this.#world = world
    this.#rules = [...rules]
  }

  list(): readonly RuleRecord[] {
    return this.#rules
  }

  /** True when no request needs to be matched. */
  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  /** @throws ApiError 409 for one rule too many */
  async add(rule: Rule): Promise<RuleRecord> {
    if (this.#rules.length >= RULES_MAX) {
      throw new ApiError('conflict', `A world holds at most ${RULES_MAX} rules; delete some.`)
    }
    const ordinal = nextOrdinal(this.#rules.at(-1)?.ordinal)
    const record = { ...rule, ordinal, id: `rule_${ordinal}`, applied: 0 }
    this.#rules.push(record)
    await this.#store.write(() => insertRule(this.#world, record))
    return record
  }

  /** @throws ApiError 404 for an unknown rule */
  async delete(id: string): Promise<void> {
    const rest = this.#rules.filter((rule) => rule.id !== id)
    if (rest.length === this.#rules.length) throw notFound()
    this.#rules = rest
    await this.#store.write(() => deleteRules(this.#world, id))
  }

  async clear(): Promise<void> {
    this.#rules = []
    await this.#store.write(() => deleteRules(this.#world, null))
  }

  /**
   * Returns the effect of the first rule that matches and is not used up. Counts the use before it waits for the store, so
   * that `times` is exact.
   */
  async apply(subject: RuleSubject): Promise<AppliedRule> {
    const index = this.#rules.findIndex(
      ({ match, times, applied }) => (times === null || applied < times) && matches(match, subject),
    )
    const rule = this.#rules[index]
    if (rule === undefined) return NO_RULE
    const counted = { ...rule, applied: nextOrdinal(rule.applied) }
    this.#rules[index] = counted
    await this.#store.write(() => saveApplied(this.#world, counted))
    return { effect: rule.effect, rule: rule.id }
  }
}
