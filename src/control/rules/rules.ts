import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { type RuleAnswer, RuleAnswer as RuleSchema, RuleBody } from '../../schemas/control/rules/rule.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { answers, NO_CONTENT } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { parseRule, renderRule } from './rule-wire.ts'

const tags = ['Rules']

const listRules = {
  tags,
  operationId: 'listRules',
  summary: 'List rules',
  description: 'Returns the rules in the order in which they are matched.',
  params: WorldParams,
  response: answers(200, Type.Object({ rules: Type.Array(RuleSchema) })),
}

const addRule = {
  tags,
  operationId: 'addRule',
  summary: 'Add a rule',
  description:
    'Adds the rule behind the others. The first rule that matches a request and is not used up applies.',
  params: WorldParams,
  body: RuleBody,
  response: answers(201, RuleSchema),
}

const deleteRules = {
  tags,
  operationId: 'deleteRules',
  summary: 'Delete all rules',
  params: WorldParams,
  response: NO_CONTENT,
}

const deleteRule = {
  tags,
  operationId: 'deleteRule',
  summary: 'Delete a rule',
  params: Type.Object({ ...WorldParams.properties, id: Type.String() }),
  response: NO_CONTENT,
}

export function ruleRoutes(api: Api, { operations, services: { worlds } }: ControlDeps): void {
  api.get('/worlds/:world/rules', { schema: listRules }, async ({ params }) => {
    const { rules } = await worlds.get(params.world)
    return { rules: rules.list().map(renderRule) }
  })

  api.post(
    '/worlds/:world/rules',
    { schema: addRule },
    async ({ params, body }, reply): Promise<RuleAnswer> => {
      const rule = parseRule(body, operations)
      const { rules } = await worlds.get(params.world)
      reply.code(201)
      return renderRule(await rules.add(rule))
    },
  )

  api.delete('/worlds/:world/rules', { schema: deleteRules }, async ({ params }, reply) => {
    const { rules } = await worlds.get(params.world)
    await rules.clear()
    return reply.code(204).send(null)
  })

  api.delete('/worlds/:world/rules/:id', { schema: deleteRule }, async ({ params }, reply) => {
    const { rules } = await worlds.get(params.world)
    await rules.delete(params.id)
    return reply.code(204).send(null)
  })
}
