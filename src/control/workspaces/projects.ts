import type { Api } from '../../http/typed-fastify.ts'
import { renderProject } from '../../routes/workspaces/projects.ts'
import {
  type ProjectRecordList,
  ProjectRecordList as ProjectRecordListSchema,
  ProjectRecordQuery,
} from '../../schemas/control/workspaces/project.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { readerOf } from '../../services/worlds/caller.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const LISTED_DEFAULT = 100

const listProjects = {
  tags: ['Projects'],
  operationId: 'listProjectRecords',
  summary: 'List projects',
  description: 'Returns the projects of every workspace. Rules, rate limit and journal do not apply.',
  params: WorldParams,
  querystring: ProjectRecordQuery,
  response: answers(200, ProjectRecordListSchema),
}

export function projectRoutes(api: Api, { services }: ControlDeps): void {
  const { worlds, workspaces, projects } = services
  api.get(
    '/worlds/:world/projects',
    { schema: listProjects },
    async ({ params, query: { limit = LISTED_DEFAULT } }): Promise<ProjectRecordList> => {
      const reader = readerOf(await worlds.get(params.world))
      const pages = await Promise.all(
        (await workspaces.list(reader)).map(async ({ id: workspaceId }) =>
          projects.list(reader, { workspaceId, search: null, before: null, offset: 0, limit }),
        ),
      )
      return { projects: pages.flatMap(({ rows }) => rows.map(renderProject)) }
    },
  )
}
