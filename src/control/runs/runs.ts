import { type Static, Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import type { RunView } from '../../services/runs/runs.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const tags = ['Runs']
const params = Type.Object({ ...WorldParams.properties, id: Type.String() })

const EndedRun = Type.Object({
  run_id: Type.String(),
  status: Type.String(),
  completed_at: Type.Integer(),
})

const FailBody = Type.Object({
  error_code: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
      description: 'Default: `GENERATION_GENERIC_ERROR`.',
    }),
  ),
  error_message: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
})

const completeRun = {
  tags,
  operationId: 'completeRun',
  summary: 'Complete a run now',
  params,
  response: answers(200, EndedRun),
}

const failRun = {
  tags,
  operationId: 'failRun',
  summary: 'Make a run fail now',
  params,
  body: FailBody,
  response: answers(200, EndedRun),
}

export function runRoutes(api: Api, { services: { worlds, runs } }: ControlDeps): void {
  api.post('/worlds/:world/runs/:id/complete', { schema: completeRun }, async (request) => {
    const world = await worlds.get(request.params.world)
    return renderEnd(await runs.end(world, request.params.id, { kind: 'completed' }))
  })

  api.post('/worlds/:world/runs/:id/fail', { schema: failRun }, async (request) => {
    const world = await worlds.get(request.params.world)
    const { error_code: code = 'GENERATION_GENERIC_ERROR', error_message: message = null } = request.body
    return renderEnd(await runs.end(world, request.params.id, { kind: 'failed', code, message }))
  })
}

const renderEnd = ({ run, state }: RunView): Static<typeof EndedRun> => ({
  run_id: run.id,
  status: state.status,
  completed_at: run.plan.endsAt,
})
