import { Type } from 'typebox'
import { RunId } from '../../schemas/common.ts'
import { Run } from '../../schemas/runs/run.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { renderRun } from './render-run.ts'

export function runRoutes(api: Api, { runs }: Services): void {
  api.get(
    '/runs/:runId',
    {
      schema: {
        tags: ['Runs'],
        operationId: 'getRun',
        summary: 'Read a run',
        description: 'The state of a run of any kind, with its outputs once it is completed.',
        params: Type.Object({ runId: RunId }),
        response: answers(200, Run),
      },
    },
    async (request): Promise<Run> => {
      const caller = callerOf(request)
      const view = await runs.read(caller, async () => runs.get(caller, request.params.runId))
      return renderRun(view, urlBaseOf(request))
    },
  )
}
