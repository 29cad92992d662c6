import { Type } from 'typebox'
import { RuleBody } from '../../schemas/control/rules/rule.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'

const addRule = defineTool({
  name: 'add_rule',
  description:
    'Makes matching requests of a world fail, wait or lose their connection, or makes the runs that they start fail or take longer. The first rule that matches and is not used up applies.',
  input: Type.Object({ ...WORLD, ...RuleBody.properties }),
  example: {
    world: 'checkout',
    match: { operation: 'startGeneration' },
    times: 1,
    effect: { error: { status: 503, headers: { 'retry-after': '1' } } },
  },
  reads: false,
  run: async (target, { world: name, ...rule }) => worldOf(target, { world: name }).rules.add(rule),
})

const listRules = defineTool({
  name: 'list_rules',
  description: 'Lists the rules of a world with the number of requests that each has applied to.',
  input: Type.Object(WORLD),
  example: { world: 'checkout' },
  reads: true,
  run: async (target, args) => ({ rules: await worldOf(target, args).rules.list() }),
})

const removeRules = defineTool({
  name: 'remove_rules',
  description: 'Deletes one rule of a world, or all of them. Returns the rules that are left.',
  input: Type.Object({
    ...WORLD,
    rule: Type.Optional(Type.String({ minLength: 1, description: 'Id of the rule. Default: all rules.' })),
  }),
  example: { world: 'checkout', rule: 'rule_1' },
  reads: false,
  run: async (target, { rule, ...args }) => {
    const { rules } = worldOf(target, args)
    await (rule === undefined ? rules.clear() : rules.delete(rule))
    return { rules: await rules.list() }
  },
})

export const RULE_TOOLS = [addRule, listRules, removeRules]
