import { WorkspaceList } from '../../schemas/workspaces/workspace.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'

export function workspaceRoutes(api: Api, { workspaces }: Services): void {
  api.get(
    '/workspaces',
    {
      schema: {
        tags: ['Workspaces'],
        ...published('sdk', 'oas'),
        operationId: 'listWorkspaces',
        summary: 'List workspaces',
        description: 'Returns the workspaces that the API key can access, with its role in each.',
        response: answers(200, WorkspaceList),
      },
    },
    async (request): Promise<WorkspaceList> => {
      const caller = callerOf(request)
      const rows = await workspaces.list(caller)
      return {
        workspaces: rows.map(({ id, name, createdAt }) => ({
          workspace_id: id,
          name,
          role: caller.role,
          created_at: createdAt,
        })),
      }
    },
  )
}
