import type { CanvasGraph } from '../../schemas/canvas/graph.ts'
import type { GenerationRequest } from '../../schemas/runs/generation.ts'
import type { Model, ModelList } from '../../schemas/models/model.ts'
import type { Project, ProjectPage } from '../../schemas/workspaces/project.ts'
import type { Run, RunStart } from '../../schemas/runs/run.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { type Call, call, queryOf } from './http.ts'

/** The emulated API, called as any client of a world would: what it does is in the world's journal. */
export function flora(apiKey: string) {
  const api = async <Answer>(path: string, { headers = {}, ...given }: Call = {}): Promise<Answer> =>
    call<Answer>(API_PREFIX + path, { ...given, headers: { authorization: `Bearer ${apiKey}`, ...headers } })
  return {
    models: async (): Promise<readonly Model[]> => (await api<ModelList>('/models')).models,

    projects: async (workspaceId: string): Promise<readonly Project[]> =>
      (await api<ProjectPage>(`/projects${queryOf({ workspace_id: workspaceId, limit: 100 })}`)).projects,

    graph: async (workspaceId: string, projectId: string): Promise<CanvasGraph> =>
      api(`/workspaces/${encodeURIComponent(workspaceId)}/projects/${encodeURIComponent(projectId)}/graph`),

    /** @param directives the value of the header `x-flora-emulator`; empty for none */
    generate: async (json: GenerationRequest, directives: string): Promise<RunStart> =>
      api('/generate', {
        method: 'POST',
        json,
        headers: directives === '' ? {} : { 'x-flora-emulator': directives },
      }),

    run: async (id: string): Promise<Run> => api(`/runs/${encodeURIComponent(id)}`),
  }
}
