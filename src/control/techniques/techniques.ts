import type { Api } from '../../http/typed-fastify.ts'
import {
  type TechniqueRecordList,
  TechniqueRecordList as TechniqueRecordListSchema,
  TechniqueRecordQuery,
} from '../../schemas/control/techniques/technique.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import type { TechniqueDefinition } from '../../services/techniques/technique-definition.ts'
import { readerOf } from '../../services/worlds/caller.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const LISTED_DEFAULT = 100

const listTechniques = {
  tags: ['Techniques'],
  operationId: 'listTechniqueRecords',
  summary: 'List techniques',
  description: 'Returns techniques with their steps and origin. Rules, rate limit and journal do not apply.',
  params: WorldParams,
  querystring: TechniqueRecordQuery,
  response: answers(200, TechniqueRecordListSchema),
}

export function techniqueRoutes(api: Api, { services: { worlds, techniques } }: ControlDeps): void {
  api.get(
    '/worlds/:world/techniques',
    { schema: listTechniques },
    async ({ params, query: { limit = LISTED_DEFAULT } }): Promise<TechniqueRecordList> => {
      const reader = readerOf(await worlds.get(params.world))
      const filter = { search: null, workspaceId: null, before: null, offset: 0, limit }
      const { rows, total } = await techniques.list(reader, filter)
      return { techniques: rows.map(({ technique }) => renderRecord(technique)), count: total }
    },
  )
}

const renderRecord = (technique: TechniqueDefinition): TechniqueRecordList['techniques'][number] => ({
  ...technique.record,
  estimated_seconds: technique.estimatedSeconds,
  steps: technique.steps,
  created:
    technique.created === null
      ? null
      : {
          workspace_id: technique.created.workspaceId,
          project_id: technique.created.projectId,
          visibility: technique.created.visibility,
          created_at: technique.created.createdAt,
        },
})
