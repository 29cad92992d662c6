import type { FastifyRequest } from 'fastify'
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
import type { HistoryPosition } from '../../services/runs/run-history.ts'
import type { World } from '../../services/worlds/world.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { renderRunRecord } from './render-run.ts'

const tags = ['Runs']

const listRuns = {
  tags,
  operationId: 'listRuns',
  summary: 'List runs',
  description: 'Of every kind, newest first. Reading never moves a clock.',
  params: WorldParams,
  querystring: RunListQuery,
  response: answers(200, RunRecordListSchema),
}

const getRun = {
  tags,
  operationId: 'getRunRecord',
  summary: 'Read a run',
  description: 'Everything that is known about it. Reading never moves a clock.',
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
    const page = await runHistory.list(world, filter, decodePosition(world, cursor), limit)
    return {
      runs: page.views.map((view) => renderRunRecord(view, placeIn(world, request))),
      next_cursor: page.next === null ? null : encodePosition(world, page.next),
      count: page.total,
    }
  })

  api.get('/worlds/:world/runs/:id', { schema: getRun }, async (request): Promise<RunRecord> => {
    const world = await worlds.get(request.params.world)
    return renderRunRecord(await runHistory.get(world, request.params.id), placeIn(world, request))
  })
}

const placeIn = (world: World, { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>) => ({
  origin: `${protocol}://${host}`,
  worldName: world.name,
})

/** Two cursors in one, as base64url has no dot. */
const encodePosition = (world: World, { generation, technique }: HistoryPosition): string =>
  `${encodeCursor(world, 'runs/generation', generation)}.${encodeCursor(world, 'runs/technique', technique)}`

function decodePosition(world: World, cursor: string | undefined): HistoryPosition | null {
  if (cursor === undefined) return null
  const dot = cursor.indexOf('.')
  const generation = decodeCursor(world, 'runs/generation', cursor.slice(0, Math.max(dot, 0)))
  const technique = decodeCursor(world, 'runs/technique', cursor.slice(dot + 1))
  return generation === null || technique === null ? null : { generation, technique }
}
