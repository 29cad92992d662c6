/**
 * Compile-time tests (`npm run types`): what we answer is what the official SDK 0.11 expects, and what it sends is what
 * we accept. Each line fails to compile when the two drift apart.
 */
import type FLORA from '@flora-ai/flora'
import type { FolderCreateProjectParams } from '@flora-ai/flora/resources/workspaces/folders.js'
import type * as LibrarySdk from '@flora-ai/flora/resources/workspaces/library/folders.js'
import type * as WorkspaceProjectsSdk from '@flora-ai/flora/resources/workspaces/projects/projects.js'
import type { FeedbackReceipt, FeedbackRequest } from '../../src/schemas/feedback.ts'
import type { GenerationQuery, GenerationRequest } from '../../src/schemas/generation.ts'
import type {
  DeletedLibraryFolder,
  LibraryFolder,
  LibraryFolderRequest,
  LibraryItem,
  LibraryItemRequest,
} from '../../src/schemas/library.ts'
import type { ModelList } from '../../src/schemas/model.ts'
import type {
  Project,
  ProjectPage,
  ProjectRequest,
  WorkspaceProjectRequest,
} from '../../src/schemas/project.ts'
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
  Fits<Project, WorkspaceProjectsSdk.ProjectCreateResponse>,
  Fits<LibraryFolder, LibrarySdk.FolderCreateResponse>,
  Fits<DeletedLibraryFolder, LibrarySdk.FolderDeleteResponse>,
  Fits<LibraryItem, LibrarySdk.FolderAddItemResponse>,
  Fits<FeedbackReceipt, FLORA.FeedbackRecordResponse>,
  Fits<ProjectPage['projects'][number], FLORA.ProjectListResponse>,
]

export type ParametersFit = [
  Fits<FLORA.GenerationCreateParams, GenerationRequest>,
  Fits<FLORA.RunStartGenerationParams, GenerationRequest>,
  Fits<FLORA.GenerationListParams, GenerationQuery>,
  Fits<FLORA.ProjectCreateParams, ProjectRequest>,
  Fits<WorkspaceProjectsSdk.ProjectCreateParams, WorkspaceProjectRequest>,
  Fits<FolderCreateProjectParams, WorkspaceProjectRequest>,
  Fits<LibrarySdk.FolderCreateParams, LibraryFolderRequest>,
  Fits<LibrarySdk.FolderAddItemParams, LibraryItemRequest>,
  Fits<FLORA.FeedbackRecordParams, FeedbackRequest>,
]
