/**
 * Compile-time tests (`npm run types`): answers have the types that the official SDK 0.11 expects, and requests those
 * that it sends. A line fails to compile when the two differ.
 */
import type FLORA from '@flora-ai/flora'
import type { Action, ActionList, ActionRunRequest } from '../../src/schemas/actions/action.ts'
import type * as Runs from '@flora-ai/flora/resources/techniques/runs'
import type { FolderCreateProjectParams } from '@flora-ai/flora/resources/workspaces/folders.js'
import type * as LibrarySdk from '@flora-ai/flora/resources/workspaces/library/folders.js'
import type * as WorkspaceProjectsSdk from '@flora-ai/flora/resources/workspaces/projects/projects.js'
import type { FeedbackReceipt, FeedbackRequest } from '../../src/schemas/workspaces/feedback.ts'
import type { Static } from 'typebox'
import type {
  Asset,
  AssetCreated,
  AssetPage,
  AssetQuery,
  AssetRequest,
  AssetState,
} from '../../src/schemas/assets/asset.ts'
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
import type { CanvasChanged, CanvasChangeset } from '../../src/schemas/canvas/changeset.ts'
import type { CanvasDefinitionAnswer, CanvasDefinitionRequest } from '../../src/schemas/canvas/definition.ts'
import type { CanvasGraph, NodeRunList, NodeRunRequest } from '../../src/schemas/canvas/graph.ts'
import type {
  CanvasDiagram,
  CanvasMediaNode,
  CanvasPatch,
  CanvasPatched,
} from '../../src/schemas/canvas/canvas.ts'
import type { GenerationQuery, GenerationRequest } from '../../src/schemas/runs/generation.ts'
import type {
  DeletedLibraryFolder,
  LibraryFolder,
  LibraryFolderRequest,
  LibraryItem,
  LibraryItemRequest,
} from '../../src/schemas/workspaces/library.ts'
import type { ModelList } from '../../src/schemas/models/model.ts'
import type {
  Project,
  ProjectPage,
  ProjectRequest,
  WorkspaceProjectRequest,
} from '../../src/schemas/workspaces/project.ts'
import type { Generation, Run, RunStart } from '../../src/schemas/runs/run.ts'
import type { Technique, TechniquePage, TechniqueQuery } from '../../src/schemas/techniques/technique.ts'
import type {
  SlugRun,
  TechniqueRun,
  TechniqueRunQuery,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
} from '../../src/schemas/techniques/technique-run.ts'
import type { WorkspaceList } from '../../src/schemas/workspaces/workspace.ts'

/** Compiles only if the first type is assignable to the second. */
type Fits<_Value extends Expected, Expected> = true

export type AnswersFit = [
  Fits<RunStart, FLORA.GenerationCreateResponse>,
  Fits<RunStart, FLORA.RunStartGenerationResponse>,
  Fits<Run, FLORA.GenerationRetrieveResponse>,
  Fits<Generation, FLORA.GenerationListResponse>,
  Fits<RunStart, FLORA.RunStartTechniqueResponse>,
  Fits<Technique, FLORA.TechniqueRetrieveResponse>,
  Fits<TechniquePage['techniques'][number], FLORA.TechniqueListResponse>,
  Fits<SlugRun, Runs.RunCreateResponse>,
  Fits<SlugRun, Runs.RunRetrieveResponse>,
  Fits<TechniqueRun, Runs.RunListResponse>,
  Fits<ModelList, FLORA.ModelListResponse>,
  Fits<ActionList, FLORA.ActionListResponse>,
  Fits<Action, FLORA.ActionRetrieveResponse>,
  Fits<RunStart, FLORA.ActionRunResponse>,
  Fits<WorkspaceList, FLORA.WorkspaceListResponse>,
  Fits<Project, FLORA.ProjectCreateResponse>,
  Fits<Project, FLORA.ProjectRetrieveResponse>,
  Fits<Project, WorkspaceProjectsSdk.ProjectCreateResponse>,
  Fits<LibraryFolder, LibrarySdk.FolderCreateResponse>,
  Fits<DeletedLibraryFolder, LibrarySdk.FolderDeleteResponse>,
  Fits<LibraryItem, LibrarySdk.FolderAddItemResponse>,
  Fits<FeedbackReceipt, FLORA.FeedbackRecordResponse>,
  Fits<ProjectPage['projects'][number], FLORA.ProjectListResponse>,
  Fits<AssetCreated, FLORA.AssetCreateResponse>,
  Fits<AssetState, FLORA.AssetCompleteResponse>,
  Fits<AssetState, FLORA.AssetRetryResponse>,
  Fits<Asset, FLORA.AssetRetrieveResponse>,
  Fits<AssetPage['assets'][number], FLORA.AssetListResponse>,
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
  // The SDK has an interface for the params of each action, and interfaces are not assignable to records.
  Fits<Omit<FLORA.ActionRunParams, 'params'>, Omit<ActionRunRequest, 'params'>>,
  Fits<FLORA.TechniqueListParams, TechniqueQuery>,
  Fits<Runs.RunCreateParams, TechniqueRunRequest>,
  Fits<Runs.RunListParams, TechniqueRunQuery>,
  Fits<FLORA.RunStartTechniqueParams, TopLevelTechniqueRunRequest>,
  Fits<FLORA.ProjectCreateParams, ProjectRequest>,
  Fits<WorkspaceProjectsSdk.ProjectCreateParams, WorkspaceProjectRequest>,
  Fits<FolderCreateProjectParams, WorkspaceProjectRequest>,
  Fits<LibrarySdk.FolderCreateParams, LibraryFolderRequest>,
  Fits<LibrarySdk.FolderAddItemParams, LibraryItemRequest>,
  Fits<FLORA.FeedbackRecordParams, FeedbackRequest>,
  Fits<FLORA.AssetCreateParams, AssetRequest>,
  Fits<FLORA.AssetListParams, Static<typeof AssetQuery>>,
  Fits<CanvasUpdateParams, CanvasPatch>,
  Fits<CanvasApplyChangesetParams, CanvasChangeset>,
  Fits<ProjectRunNodesParams, NodeRunRequest>,
  Fits<CanvasReplaceDefinitionParams, CanvasDefinitionRequest>,
]
