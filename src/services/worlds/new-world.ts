import type { Fixtures } from './fixtures.ts'
import type { FolderFixture } from '../../schemas/fixtures.ts'
import { blankNode, blockFor, EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import { planRun, type Profile } from '../../simulator/runs/plan.ts'
import { quoteOf } from '../../simulator/runs/price.ts'
import { seededRandom } from '../../kernel/random.ts'
import { type EpochMs, epochMs, microUsd } from '../../kernel/units.ts'
import type { SampleAsset } from '../../store/assets/asset-records.ts'
import type { SampleRun } from '../../store/runs/run-records.ts'
import type { NewFolder } from '../../store/workspaces/workspace-records.ts'
import type { NewWorld } from '../../store/worlds/world-records.ts'

/** The members of a new world that do not come from fixtures. */
type WorldStart = Omit<
  NewWorld,
  'workspaces' | 'projects' | 'folders' | 'libraryFolders' | 'runs' | 'assets' | 'canvases'
> & {
  readonly profile: Profile
}

/** Translates the fixtures, which have the names of the API, into a world. Their ages count back from its creation. */
export function newWorld(fixtures: Fixtures, { profile, ...start }: WorldStart): NewWorld {
  const { createdAt, seed } = start
  const ago = (seconds: number): EpochMs => epochMs(createdAt - seconds * 1000)
  const { workspaces, projects } = fixtures.world
  return {
    ...start,
    workspaces: workspaces.map((workspace) => ({
      id: workspace.workspace_id,
      name: workspace.name,
      createdAt: ago(workspace.created_seconds_ago),
      balance: microUsd(workspace.balance_usd * 1_000_000),
    })),
    projects: projects.map((project) => ({
      id: project.project_id,
      workspaceId: project.workspace_id,
      name: project.name,
      origin: project.origin,
      createdAt: ago(project.created_seconds_ago),
    })),
    folders: (fixtures.world.folders ?? []).map((folder) => toFolder(folder, ago)),
    libraryFolders: (fixtures.world.library_folders ?? []).map((folder) => toFolder(folder, ago)),
    runs: sampleRuns(fixtures, seed, profile, ago),
    assets: sampleAssets(fixtures, ago),
    canvases: sampleCanvases(fixtures),
  }
}

function toFolder(folder: FolderFixture, ago: (seconds: number) => EpochMs): NewFolder {
  return {
    id: folder.folder_id,
    workspaceId: folder.workspace_id,
    name: folder.name,
    createdAt: ago(folder.created_seconds_ago),
  }
}

function sampleRuns(
  { world, models }: Fixtures,
  seed: string,
  profile: Profile,
  ago: (seconds: number) => EpochMs,
): SampleRun[] {
  return world.runs.map((run) => {
    const model = models.find((candidate) => candidate.model_id === run.model)
    const createdAt = ago(run.created_seconds_ago)
    const quote = quoteOf(model?.estimated_credits ?? 0)
    const request = { type: run.type, prompt: run.prompt, model: run.model, params: run.params }
    const plan = planRun({
      now: createdAt,
      request,
      durationMs: (model?.estimated_seconds ?? 0) * 1000,
      quote,
      profile,
      effect: { outcome: null, durationMs: null, output: null, webhook: null },
      random: seededRandom(`${seed}/${run.run_id}`),
    })
    const { run_id: id, workspace_id: workspaceId, project_id: projectId } = run
    return { kind: 'generation', id, workspaceId, projectId, createdAt, quote, request, plan }
  })
}

/** The file of every sample asset is the shipped picture. */
function sampleAssets(
  { world, picture: { bytes, content } }: Fixtures,
  ago: (seconds: number) => EpochMs,
): SampleAsset[] {
  return (world.assets ?? []).map((asset) => ({
    bytes,
    asset: {
      ...content,
      id: asset.asset_id,
      workspaceId: asset.workspace_id,
      projectId: asset.project_id,
      folder: null,
      fileName: asset.file_name,
      description: asset.description,
      uploadContentType: content.contentType,
      status: 'ready',
      uploadedVia: 'direct',
      createdAt: ago(asset.created_seconds_ago),
      expiresAt: null,
      uploadToken: null,
      attempts: 0,
      failureMessage: null,
    },
  }))
}

/** Builds the canvases of projects that have action nodes in the fixtures. */
function sampleCanvases({ world, actions }: Fixtures): NewWorld['canvases'] {
  const samples = world.action_nodes ?? []
  return [...new Set(samples.map((node) => node.project_id))].map((projectId) => {
    const own = samples.filter((node) => node.project_id === projectId)
    const nodes = own.map((sample, index) => ({
      ...blankNode(blockFor('action'), { ordinal: index + 1, rank: index + 1, nodeId: sample.node_id }),
      label: actions.find(({ action_id: id }) => id === sample.action_id)?.name ?? sample.action_id,
      action: { id: sample.action_id, params: sample.params },
    }))
    return { projectId, canvas: { ...EMPTY_CANVAS, nodes, lastNode: nodes.length } }
  })
}
