import { Action, ActionId, ActionList, ActionRunRequest, RequestedActionId } from './actions/action.ts'
import {
  Asset,
  AssetCreated,
  AssetForm,
  AssetListItem,
  AssetPage,
  AssetRequest,
  AssetState,
} from './assets/asset.ts'
import { ActionNode, ActionNodeRequest, AttachedAsset } from './canvas/canvas-action.ts'
import {
  CanvasDiagram,
  CanvasMediaNode,
  CanvasNodePage,
  CanvasPatch,
  CanvasPatched,
  CanvasSummary,
} from './canvas/canvas.ts'
import { CanvasChanged, CanvasChangeset } from './canvas/changeset.ts'
import {
  CanvasDefinition,
  CanvasDefinitionAnswer,
  CanvasDefinitionRequest,
  NewCanvasDefinition,
} from './canvas/definition.ts'
import { CanvasGraph, GraphNode, NodeRunList, NodeRunRequest } from './canvas/graph.ts'
import { Meta } from './common.ts'
import { ErrorEnvelope } from './error.ts'
import { FeedbackReceipt, FeedbackRequest } from './workspaces/feedback.ts'
import { GatewayGenerationRequest } from './runs/gateway-generation.ts'
import { GenerationRequest, Quote } from './runs/generation.ts'
import {
  DeletedLibraryFolder,
  LibraryFolder,
  LibraryFolderRequest,
  LibraryItem,
  LibraryItemRequest,
} from './workspaces/library.ts'
import { GatewayModel, GatewayModelList } from './models/gateway-model.ts'
import { Model, ModelList } from './models/model.ts'
import { Project, ProjectPage, ProjectRequest, WorkspaceProjectRequest } from './workspaces/project.ts'
import { Generation, GenerationPage, Run, RunOutput, RunStart } from './runs/run.ts'
import { TechniqueCreated, TechniqueRequest } from './techniques/new-technique.ts'
import { Technique, TechniqueIo, TechniquePage } from './techniques/technique.ts'
import {
  SlugRun,
  TechniqueRun,
  TechniqueRunPage,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
} from './techniques/technique-run.ts'
import { WebhookEvent } from './webhooks/webhook-event.ts'
import { Workspace, WorkspaceList } from './workspaces/workspace.ts'

/** Every schema that is referred to by name, in the order in which openapi.yaml lists them. */
export const components = [
  RunStart,
  Run,
  RunOutput,
  Generation,
  GenerationPage,
  GenerationRequest,
  Quote,
  Model,
  ModelList,
  GatewayModel,
  GatewayModelList,
  GatewayGenerationRequest,
  Action,
  ActionId,
  ActionList,
  ActionRunRequest,
  RequestedActionId,
  Project,
  ProjectPage,
  ProjectRequest,
  Technique,
  TechniqueIo,
  TechniquePage,
  TechniqueRequest,
  TechniqueCreated,
  SlugRun,
  TechniqueRun,
  TechniqueRunPage,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
  WorkspaceProjectRequest,
  Asset,
  AssetListItem,
  AssetPage,
  AssetRequest,
  AssetForm,
  AssetCreated,
  AssetState,
  ActionNodeRequest,
  ActionNode,
  AttachedAsset,
  CanvasMediaNode,
  CanvasNodePage,
  CanvasGraph,
  GraphNode,
  CanvasChangeset,
  CanvasChanged,
  CanvasDiagram,
  CanvasSummary,
  CanvasPatch,
  CanvasPatched,
  CanvasDefinition,
  NewCanvasDefinition,
  CanvasDefinitionRequest,
  CanvasDefinitionAnswer,
  NodeRunRequest,
  NodeRunList,
  Workspace,
  WorkspaceList,
  LibraryFolder,
  LibraryFolderRequest,
  DeletedLibraryFolder,
  LibraryItem,
  LibraryItemRequest,
  FeedbackReceipt,
  FeedbackRequest,
  WebhookEvent,
  Meta,
  ErrorEnvelope,
]
