import {
  Asset,
  AssetCreated,
  AssetForm,
  AssetListItem,
  AssetPage,
  AssetRequest,
  AssetState,
} from './asset.ts'
import { Meta } from './common.ts'
import { ErrorEnvelope } from './error.ts'
import { GenerationRequest } from './generation.ts'
import { Model, ModelList } from './model.ts'
import { Project, ProjectPage, ProjectRequest } from './project.ts'
import { Generation, GenerationPage, Run, RunOutput, RunStart } from './run.ts'
import { Workspace, WorkspaceList } from './workspace.ts'

/** Every schema that is referred to by name, in the order in which openapi.yaml lists them. */
export const components = [
  RunStart,
  Run,
  RunOutput,
  Generation,
  GenerationPage,
  GenerationRequest,
  Model,
  ModelList,
  Project,
  ProjectPage,
  ProjectRequest,
  Asset,
  AssetListItem,
  AssetPage,
  AssetRequest,
  AssetForm,
  AssetCreated,
  AssetState,
  Workspace,
  WorkspaceList,
  Meta,
  ErrorEnvelope,
]
