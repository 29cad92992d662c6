import type { Rule } from '../../simulator/rules/rules.ts'
import { execute, getRows, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import type { WorldKey } from '../worlds/world-records.ts'

export interface RuleRecord extends Rule {
  readonly ordinal: number
  readonly id: string
  /** How often the rule applied. */
  readonly applied: number
}

const RULE = new JsonColumn<Rule>('rules.rule')

interface Row {
  ordinal: number
  id: string
  rule: string
  applied: number
}

/** The rules of a world in their order. */
export function* listRules(world: WorldKey): Steps<readonly RuleRecord[]> {
  const rows = yield* getRows<Row>('SELECT * FROM rules WHERE world = @world ORDER BY ordinal', { world })
  return rows.map(({ ordinal, id, rule, applied }) => {
    return { ordinal, id, applied, ...RULE.read(rule) }
  })
}

export function* insertRule(world: WorldKey, record: RuleRecord): Steps<void> {
  const { ordinal, id, applied, match, times, effect } = record
  yield* execute(
    'INSERT INTO rules (world, ordinal, id, rule, applied) VALUES (@world, @ordinal, @id, @rule, @applied)',
    { world, ordinal, id, rule: RULE.write({ match, times, effect }), applied },
  )
}

/** @param id null for all */
export function* deleteRules(world: WorldKey, id: string | null): Steps<void> {
  yield* execute('DELETE FROM rules WHERE world = @world AND (@id IS NULL OR id = @id)', { world, id })
}

/** Saves how often a rule applied. Counts only go up, so two writes that overtake each other leave the higher one. */
export function* saveApplied(world: WorldKey, { ordinal, applied }: RuleRecord): Steps<void> {
  yield* execute(
    'UPDATE rules SET applied = @applied WHERE world = @world AND ordinal = @ordinal AND applied < @applied',
    { world, ordinal, applied },
  )
}
