import { actionRoutes } from './actions/actions.ts'
import { assetRoutes } from './assets/assets.ts'
import { canvasActionRoutes } from './canvas/canvas-actions.ts'
import { canvasAssetRoutes } from './canvas/canvas-assets.ts'
import { canvasChangesetRoutes } from './canvas/changeset.ts'
import { canvasDefinitionRoutes } from './canvas/definition.ts'
import { canvasDiagramRoutes } from './canvas/diagram.ts'
import { canvasGraphRoutes } from './canvas/graph.ts'
import { canvasRunRoutes } from './canvas/node-runs.ts'
import type { Api, Services } from './context.ts'
import { feedbackRoutes } from './workspaces/feedback.ts'
import { folderRoutes } from './workspaces/folders.ts'
import { gatewayGenerationRoutes } from './runs/gateway-generations.ts'
import { generationRoutes } from './runs/generations.ts'
import { libraryRoutes } from './workspaces/library.ts'
import { gatewayModelRoutes } from './models/gateway-models.ts'
import { modelRoutes } from './models/models.ts'
import { projectRoutes } from './workspaces/projects.ts'
import { runRoutes } from './runs/runs.ts'
import { techniqueRunRoutes } from './techniques/technique-runs.ts'
import { techniqueRoutes } from './techniques/techniques.ts'
import { workspaceRoutes } from './workspaces/workspaces.ts'
import { pipeline, type PipelineOptions } from './pipeline/index.ts'

export interface ApiRoutesOptions extends PipelineOptions {
  readonly services: Services
}

/** Registers the emulated API: its pipeline, then the routes of each domain. */
export async function apiRoutes(api: Api, options: ApiRoutesOptions): Promise<void> {
  const { services } = options
  await pipeline(api, options)
  generationRoutes(api, services)
  runRoutes(api, services)
  actionRoutes(api, services)
  modelRoutes(api, services)
  gatewayModelRoutes(api, services)
  gatewayGenerationRoutes(api, services)
  workspaceRoutes(api, services)
  projectRoutes(api, services)
  techniqueRoutes(api, services)
  techniqueRunRoutes(api, services)
  folderRoutes(api, services)
  libraryRoutes(api, services)
  feedbackRoutes(api, services)
  await api.register(async (scope: Api) => assetRoutes(scope, services))
  canvasGraphRoutes(api, services)
  canvasActionRoutes(api, services)
  canvasAssetRoutes(api, services)
  canvasChangesetRoutes(api, services)
  canvasDiagramRoutes(api, services)
  canvasDefinitionRoutes(api, services)
  canvasRunRoutes(api, services)
}
