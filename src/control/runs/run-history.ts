import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { PAGE_LIMIT_DEFAULT } from '../../schemas/common.ts'
import {
  RunListQuery,
  type RunRecord,
  type RunRecordList,
  RunRecordList as RunRecordListSchema,
  RunRecord as RunRecordSchema,
} from '../../schemas/control/runs/run.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { decodeCursor, encodeCursor } from '../../services/requests/cursor.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { urlBaseIn } from '../url-base.ts'
import { renderRunRecord } from './render-run.ts'

const tags = ['Runs']
/** Names the list for its cursors. */
const LIST = 'runs'

const listRuns = {
  tags,
  operationId: 'listRuns',
  summary: 'List runs',
  description: 'Returns runs of every kind, newest first. Reading never moves a clock.',
  params: WorldParams,
  querystring: RunListQuery,
  response: answers(200, RunRecordListSchema),
}

const getRun = {
  tags,
  operationId: 'getRunRecord',
  summary: 'Read a run',
  description: 'Returns the run with its request, outputs and price. Reading never moves a clock.',
  params: Type.Object({ ...WorldParams.properties, id: Type.String() }),
  response: answers(200, RunRecordSchema),
}

export function runHistoryRoutes(api: Api, { services: { worlds, runHistory } }: ControlDeps): void {
  api.get('/worlds/:world/runs', { schema: listRuns }, async (request): Promise<RunRecordList> => {
    const { cursor, limit = PAGE_LIMIT_DEFAULT, status, type, model } = request.query
    const world = await worlds.get(request.params.world)
    const filter = {
      workspaceId: request.query.workspace_id ?? null,
      status: status ?? null,
      type: type ?? null,
      model: model ?? null,
    }
    const [before = null] = decodeCursor(world, LIST, cursor) ?? []
    const page = await runHistory.list(world, filter, before, limit)
    return {
      runs: page.views.map((view) => renderRunRecord(view, urlBaseIn(world, request))),
      next_cursor: page.next === null ? null : encodeCursor(world, LIST, [page.next]),
      count: page.total,
    }
  })

  api.get('/worlds/:world/runs/:id', { schema: getRun }, async (request): Promise<RunRecord> => {
    const world = await worlds.get(request.params.world)
    return renderRunRecord(await runHistory.get(world, request.params.id), urlBaseIn(world, request))
  })
}
