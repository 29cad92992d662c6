import { Type } from 'typebox'
import { ProjectId, ref } from '../../schemas/common.ts'
import { Project, ProjectPage, ProjectQuery, ProjectRequest } from '../../schemas/workspaces/project.ts'
import { published } from '../../schemas/provenance.ts'
import type { ProjectRecord } from '../../store/workspaces/workspace-records.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'
import { metaOf, projectSliceOf } from '../paging.ts'

const tags = ['Projects']

const listProjects = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listProjects',
  summary: 'List projects',
  description: 'Returns the projects of a workspace, by recent activity.',
  querystring: ProjectQuery,
  response: answers(200, ProjectPage),
}

const createProject = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'createProject',
  summary: 'Create a project',
  description: 'Creates an empty project for generations.',
  body: ref(ProjectRequest),
  response: answers(201, Project),
}

const getProject = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getProject',
  summary: 'Read a project',
  description: 'Answers 404 to projects that do not exist and to those of another world.',
  params: Type.Object({ projectId: ProjectId }),
  response: answers(200, Project),
}

export function projectRoutes(api: Api, { projects }: Services): void {
  api.get('/projects', { schema: listProjects }, async (request): Promise<ProjectPage> => {
    const caller = callerOf(request)
    const { query } = request
    const page = await projects.list(caller, {
      workspaceId: query.workspace_id,
      search: query.query ?? null,
      ...projectSliceOf(caller.world, query),
    })
    const last = page.rows.at(-1)
    return {
      projects: page.rows.map(renderProject),
      meta: metaOf(caller.world, 'projects', page, last && [last.modifiedAt, last.ordinal]),
    }
  })

  api.post('/projects', { schema: createProject }, async (request, reply): Promise<Project> => {
    const caller = callerOf(request)
    const { body, claim } = request
    const project = await projects.create(caller, {
      name: body.name,
      workspaceId: body.workspace_id,
      folderId: null,
      claim,
    })
    reply.code(201)
    return renderProject(project)
  })

  api.get('/projects/:projectId', { schema: getProject }, async (request): Promise<Project> => {
    const caller = callerOf(request)
    const { params } = request
    return renderProject(await projects.get(caller, params.projectId))
  })
}

export function renderProject(project: ProjectRecord): Project {
  return {
    project_id: project.id,
    name: project.name,
    workspace_id: project.workspaceId,
    origin: project.origin,
    last_modified: project.modifiedAt,
    created_at: project.createdAt,
  }
}
