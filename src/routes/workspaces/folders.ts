import { Type } from 'typebox'
import { ref, WorkspaceId } from '../../schemas/common.ts'
import { Project, WorkspaceProjectRequest } from '../../schemas/workspaces/project.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'
import { renderProject } from './projects.ts'

const create = { tags: ['Projects'], body: ref(WorkspaceProjectRequest), response: answers(201, Project) }

const createWorkspaceProject = {
  ...create,
  ...published('sdk', 'ours'),
  operationId: 'createWorkspaceProject',
  summary: 'Create a project in a workspace',
  description: 'Same as `POST /projects`, with the workspace in the path.',
  params: Type.Object({ workspaceId: WorkspaceId }),
}

const createFolderProject = {
  ...create,
  ...published('sdk', 'ours'),
  operationId: 'createFolderProject',
  summary: 'Create a project in a folder',
  description: 'Answers 404 to a folder of another workspace.',
  params: Type.Object({
    workspaceId: WorkspaceId,
    folderId: Type.String({
      description: 'Identifies a folder of projects. All folders come from the fixtures.',
      examples: ['fld_abc123'],
    }),
  }),
}

export function folderRoutes(api: Api, { projects }: Services): void {
  api.post(
    '/workspaces/:workspaceId/projects',
    { schema: createWorkspaceProject },
    async (request, reply): Promise<Project> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const folder = { workspaceId: params.workspaceId, folderId: null }
      const project = await projects.create(caller, { ...folder, name: body.name, claim })
      reply.code(201)
      return renderProject(project)
    },
  )

  api.post(
    '/workspaces/:workspaceId/folders/:folderId/projects',
    { schema: createFolderProject },
    async (request, reply): Promise<Project> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const project = await projects.create(caller, { ...params, name: body.name, claim })
      reply.code(201)
      return renderProject(project)
    },
  )
}
