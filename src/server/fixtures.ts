import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { inspect } from '../media/inspect.ts'
import { packageFile } from '../config/package-root.ts'
import { ActionId } from '../schemas/actions/action.ts'
import {
  ActionsFixture,
  GatewayModelsFixture,
  ModelsFixture,
  TechniquesFixture,
  WorldFixture,
} from '../schemas/fixtures.ts'
import { Model } from '../schemas/models/model.ts'
import { TechniqueIo } from '../schemas/techniques/technique.ts'
import { toActionDefinition } from '../services/actions/action-definition.ts'
import { paramProblems } from '../services/actions/action-params.ts'
import type { Fixtures } from '../services/worlds/fixtures.ts'
import { createCompiler, type Validator } from '../kernel/validation.ts'

const FILES = {
  models: 'models.json',
  gatewayModels: 'gateway-models.json',
  actions: 'actions.json',
  techniques: 'techniques.json',
  world: 'world.json',
} as const

/**
 * Reads the fixtures: the files in `dir`, and the shipped file for each name that `dir` lacks.
 *
 * Shipped files skip the schemas, because compiling those takes 90 ms of every start; test/server/fixtures.test.ts
 * validates them instead.
 *
 * @throws {StartError} exit code 4, when a file cannot be read or is not valid
 */
export function loadFixtures(dir: string | null): Fixtures {
  const own = dir === null ? [] : ownFiles(dir)
  const isOwn = (name: string): boolean => own.includes(name)
  const pathOf = (name: string) =>
    dir !== null && isOwn(name) ? join(dir, name) : packageFile(`fixtures/${name}`)
  const schemas = [ActionId, Model, TechniqueIo]
  const compile = createCompiler({ coerce: false, closed: true, publicCallbacks: false, schemas })
  const load = <Schema extends TSchema>(name: string, schema: Schema): Static<Schema> => {
    const value = read(pathOf(name), isOwn(name) ? compile(schema) : null)
    return value as Static<Schema>
  }
  const models = load(FILES.models, ModelsFixture)
  const gatewayModels = load(FILES.gatewayModels, GatewayModelsFixture)
  const actions = load(FILES.actions, ActionsFixture)
  const techniques = load(FILES.techniques, TechniquesFixture)
  const world = load(FILES.world, WorldFixture)
  refuse(pathOf(FILES.models), repeated(models.map((model) => model.model_id)))
  // Canvases name models of both catalogues.
  refuse(pathOf(FILES.gatewayModels), repeated([...models, ...gatewayModels].map((model) => model.model_id)))
  refuse(pathOf(FILES.actions), wrongActions(actions))
  refuse(pathOf(FILES.techniques), ambiguousNames(techniques))
  refuse(pathOf(FILES.world), danglingReferences(world, models))
  // Sample runs of the shipped file are left out where other techniques come with it.
  if (isOwn(FILES.world)) refuse(pathOf(FILES.world), unknownTechniques(world, techniques))
  return { models, gatewayModels, actions, techniques, world, picture: readPicture() }
}

function readPicture(): Fixtures['picture'] {
  const bytes = readFileSync(packageFile('fixtures/ceramic-mug.png'))
  return { bytes, content: inspect(bytes, 'image/png').content }
}

function ownFiles(dir: string): string[] {
  const known: readonly string[] = Object.values(FILES)
  let names: string[]
  try {
    names = readdirSync(dir).filter((name) => name.endsWith('.json'))
  } catch (error) {
    throw new StartError(4, `--fixtures ${dir}: ${reasonOf(error)}`)
  }
  const stranger = names.find((name) => !known.includes(name))
  if (stranger !== undefined || names.length === 0) {
    const what = stranger === undefined ? 'no fixture file in it' : `${stranger} is not a fixture file`
    throw new StartError(4, `--fixtures ${dir}: ${what}; known: ${known.join(', ')}`)
  }
  return names
}

/** Parses a file and validates it, unless `validate` is null. */
function read(path: string, validate: Validator | null): unknown {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new StartError(4, `${path}: ${reasonOf(error)}`)
  }
  const problems = validate?.(value) ?? []
  refuse(
    path,
    problems.map(({ field, message }) => `${field === 'body' ? 'file' : field}: ${message}`),
  )
  return value
}

function refuse(path: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new StartError(4, `${path}: ${problems.join('; ')}`)
}

/** Finds ids of two actions, and defaults that the action's own parameters reject. */
function wrongActions(actions: ActionsFixture): string[] {
  const ids = actions.flatMap((action) => [action.action_id, ...(action.legacy_action_ids ?? [])])
  return [
    ...repeated(ids),
    ...actions
      .map(toActionDefinition)
      .flatMap((action) =>
        paramProblems(action, action.defaults, { closed: true }).map(
          ({ field, message }) => `action ${action.id}: ${field}: ${message}`,
        ),
      ),
  ]
}

function danglingReferences(
  {
    keys,
    workspaces,
    projects,
    folders = [],
    library_folders: library = [],
    runs,
    technique_runs: techniqueRuns = [],
    assets = [],
    action_nodes: nodes = [],
  }: WorldFixture,
  models: ModelsFixture,
): string[] {
  const workspaceIds = new Set(workspaces.map((workspace) => workspace.workspace_id))
  const workspaceOf = new Map(projects.map((project) => [project.project_id, project.workspace_id]))
  const typeOf = new Map(models.map((model) => [model.model_id, model.type]))
  return [
    ...repeated(keys.map(({ key }) => key)),
    ...repeated(workspaces.map((workspace) => workspace.workspace_id)),
    ...repeated(projects.map((project) => project.project_id)),
    ...repeated([...folders, ...library].map((folder) => folder.folder_id)),
    ...repeated([...runs, ...techniqueRuns].map((run) => run.run_id)),
    ...repeated(assets.map((asset) => asset.asset_id)),
    ...repeated(nodes.map((node) => node.node_id)),
    ...projects
      .filter((project) => !workspaceIds.has(project.workspace_id))
      .map((project) => `project ${project.project_id}: unknown workspace ${project.workspace_id}`),
    ...[...folders, ...library]
      .filter((folder) => !workspaceIds.has(folder.workspace_id))
      .map((folder) => `folder ${folder.folder_id}: unknown workspace ${folder.workspace_id}`),
    ...nodes
      .filter((node) => !workspaceOf.has(node.project_id))
      .map((node) => `action node ${node.node_id}: unknown project ${node.project_id}`),
    ...assets
      .filter(({ workspace_id: id }) => !workspaceIds.has(id))
      .map((asset) => `asset ${asset.asset_id}: unknown workspace ${asset.workspace_id}`),
    ...assets
      .filter(({ project_id: id, workspace_id: home }) => id !== null && workspaceOf.get(id) !== home)
      .map((asset) => `asset ${asset.asset_id}: no project ${asset.project_id} in ${asset.workspace_id}`),
    ...[...runs, ...techniqueRuns]
      .filter((run) => workspaceOf.get(run.project_id) !== run.workspace_id)
      .map((run) => `run ${run.run_id}: no project ${run.project_id} in workspace ${run.workspace_id}`),
    ...runs
      .filter((run) => typeOf.get(run.model) !== run.type)
      .map((run) => `run ${run.run_id}: no ${run.type} model ${run.model}`),
  ]
}

function unknownTechniques(
  { technique_runs: runs = [] }: WorldFixture,
  techniques: TechniquesFixture,
): string[] {
  const known = new Set(techniques.map((technique) => technique.technique_id))
  return runs
    .filter((run) => !known.has(run.technique_id))
    .map((run) => `run ${run.run_id}: no technique ${run.technique_id}`)
}

/** Finds repeated names. Paths take ids and slugs alike, so that both count. */
function ambiguousNames(techniques: TechniquesFixture): string[] {
  return [
    ...repeated(techniques.flatMap(({ technique_id: id, slug }) => (id === slug ? [id] : [id, slug]))),
    ...techniques.flatMap(({ technique_id: id, inputs, outputs }) => [
      ...repeated(inputs.map((input) => input.id)).map((problem) => `technique ${id}: input ${problem}`),
      ...repeated(outputs.map((output) => output.id)).map((problem) => `technique ${id}: output ${problem}`),
    ]),
  ]
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} appears twice`)
}
