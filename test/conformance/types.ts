/**
 * Compile-time tests (`npm run types`): what we answer is what the official SDK 0.11 expects, and what it sends is what
 * we accept. Each line fails to compile when the two drift apart.
 */
import type FLORA from '@flora-ai/flora'
import type { Static } from 'typebox'
import type {
  Asset,
  AssetCreated,
  AssetPage,
  AssetQuery,
  AssetRequest,
  AssetState,
} from '../../src/schemas/asset.ts'
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
  Fits<AssetCreated, FLORA.AssetCreateResponse>,
  Fits<AssetState, FLORA.AssetCompleteResponse>,
  Fits<AssetState, FLORA.AssetRetryResponse>,
  Fits<Asset, FLORA.AssetRetrieveResponse>,
  Fits<AssetPage['assets'][number], FLORA.AssetListResponse>,
]

export type ParametersFit = [
  Fits<FLORA.GenerationCreateParams, GenerationRequest>,
  Fits<FLORA.RunStartGenerationParams, GenerationRequest>,
  Fits<FLORA.GenerationListParams, GenerationQuery>,
  Fits<FLORA.ProjectCreateParams, ProjectRequest>,
  Fits<FLORA.AssetCreateParams, AssetRequest>,
  Fits<FLORA.AssetListParams, Static<typeof AssetQuery>>,
]
