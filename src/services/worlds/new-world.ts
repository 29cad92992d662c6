import type { Fixtures } from './fixtures.ts'
import type { FolderFixture } from '../../schemas/fixtures.ts'
import { blankNode, blockFor, EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import type { Profile } from '../../simulator/runs/plan.ts'
import { type EpochMs, epochMs, microUsd } from '../../kernel/units.ts'
import type { NewFolder } from '../../store/workspaces/workspace-records.ts'
import type { NewWorld } from '../../store/worlds/world-records.ts'
import { sampleAssets } from './sample-assets.ts'
import { sampleRuns } from './sample-runs.ts'

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
    runs: sampleRuns(fixtures, { seed, profile, ago }),
    assets: sampleAssets(fixtures, seed, ago),
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
