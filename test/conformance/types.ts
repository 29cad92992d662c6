/**
 * Compile-time tests (`npm run types`): what we answer is what the official SDK 0.11 expects, and what it sends is what
 * we accept. Each line fails to compile when the two drift apart.
 */
import type FLORA from '@flora-ai/flora'
import type {
  CanvasApplyChangesetParams,
  CanvasApplyChangesetResponse,
  CanvasReplaceDefinitionParams,
  CanvasReplaceDefinitionResponse,
  CanvasRetrieveDefinitionResponse,
  ProjectGraphResponse,
  ProjectRunNodesParams,
  ProjectRunNodesResponse,
} from '@flora-ai/flora/resources/workspaces/projects'
import type {
  CanvasRetrieveResponse,
  CanvasUpdateParams,
  CanvasUpdateResponse,
  ProjectListNodesResponse,
} from '@flora-ai/flora/resources/projects'
import type { CanvasChanged, CanvasChangeset } from '../../src/schemas/canvas-changeset.ts'
import type { CanvasDefinitionAnswer, CanvasDefinitionRequest } from '../../src/schemas/canvas-definition.ts'
import type { CanvasGraph, NodeRunList, NodeRunRequest } from '../../src/schemas/canvas-graph.ts'
import type { CanvasDiagram, CanvasMediaNode, CanvasPatch, CanvasPatched } from '../../src/schemas/canvas.ts'
import type { GenerationQuery, GenerationRequest } from '../../src/schemas/generation.ts'
import type { ModelList } from '../../src/schemas/model.ts'
import type { Project, ProjectPage, ProjectRequest } from '../../src/schemas/project.ts'
import type { Generation, Run, RunStart } from '../../src/schemas/run.ts'
import type { WorkspaceList } from '../../src/schemas/workspace.ts'

/** Compiles only if a value of the first type can stand where the second is expected. */
type Fits<_Value extends Expected, Expected> = true

export type AnswersFit = [
  Fits<RunStart, FLORA.GenerationCreateResponse>,
  Fits<RunStart, FLORA.RunStartGenerationResponse>,
  Fits<Run, FLORA.GenerationRetrieveResponse>,
  Fits<Generation, FLORA.GenerationListResponse>,
  Fits<ModelList, FLORA.ModelListResponse>,
  Fits<WorkspaceList, FLORA.WorkspaceListResponse>,
  Fits<Project, FLORA.ProjectCreateResponse>,
  Fits<Project, FLORA.ProjectRetrieveResponse>,
  Fits<ProjectPage['projects'][number], FLORA.ProjectListResponse>,
  Fits<CanvasMediaNode, ProjectListNodesResponse>,
  Fits<CanvasDiagram, CanvasRetrieveResponse>,
  Fits<CanvasPatched, CanvasUpdateResponse>,
  Fits<CanvasGraph, ProjectGraphResponse>,
  Fits<NodeRunList, ProjectRunNodesResponse>,
  Fits<CanvasChanged, CanvasApplyChangesetResponse>,
  Fits<CanvasDefinitionAnswer, CanvasRetrieveDefinitionResponse>,
  Fits<CanvasDefinitionAnswer, CanvasReplaceDefinitionResponse>,
]

export type ParametersFit = [
  Fits<FLORA.GenerationCreateParams, GenerationRequest>,
  Fits<FLORA.RunStartGenerationParams, GenerationRequest>,
  Fits<FLORA.GenerationListParams, GenerationQuery>,
  Fits<FLORA.ProjectCreateParams, ProjectRequest>,
  Fits<CanvasUpdateParams, CanvasPatch>,
  Fits<CanvasApplyChangesetParams, CanvasChangeset>,
  Fits<ProjectRunNodesParams, NodeRunRequest>,
  Fits<CanvasReplaceDefinitionParams, CanvasDefinitionRequest>,
]
