import { Type } from 'typebox'
import type { WrittenJson } from '../../http/written-json.ts'
import { RunId } from '../../schemas/common.ts'
import { type Run, Run as RunSchema } from '../../schemas/runs/run.ts'
import { published } from '../../schemas/provenance.ts'
import { writtenAnswers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { keepEnded } from './ended-runs.ts'
import { renderRun } from './render-run.ts'

const runJson = keepEnded(renderRun)

export function runRoutes(api: Api, { runs }: Services): void {
  api.get(
    '/runs/:runId',
    {
      schema: {
        tags: ['Runs'],
        ...published('sdk', 'oas'),
        operationId: 'getRun',
        summary: 'Read a run',
        description: 'Returns the state of a run of any kind, and its outputs when it is completed.',
        params: Type.Object({ runId: RunId }),
        response: writtenAnswers(RunSchema),
      },
    },
    async (request): Promise<WrittenJson<Run>> => {
      const caller = callerOf(request)
      const view = await runs.read(caller, async () => runs.get(caller, request.params.runId))
      return runJson(view, urlBaseOf(request))
    },
  )
}
