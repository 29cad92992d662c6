import { Type } from 'typebox'
import { RunId } from '../../schemas/common.ts'
import { Run } from '../../schemas/runs/run.ts'
import { answers } from '../answers.ts'
import { type Api, placeOf, type Services } from '../context.ts'
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
      const view = await runs.get(request.caller, request.params.runId)
      await runs.afterRead(request.caller, [view])
      return renderRun(view, placeOf(request))
    },
  )
}
