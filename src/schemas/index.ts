import {
  CanvasDiagram,
  CanvasMediaNode,
  CanvasNodePage,
  CanvasPatch,
  CanvasPatched,
  CanvasSummary,
} from './canvas.ts'
import { CanvasChanged, CanvasChangeset } from './canvas-changeset.ts'
import {
  CanvasDefinition,
  CanvasDefinitionAnswer,
  CanvasDefinitionRequest,
  NewCanvasDefinition,
} from './canvas-definition.ts'
import { CanvasGraph, GraphNode, NodeRunList, NodeRunRequest } from './canvas-graph.ts'
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
  Meta,
  ErrorEnvelope,
]
