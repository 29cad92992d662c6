import type FLORA from '@flora-ai/flora'
import type { ActionCreateParams, ActionRunParams } from '@flora-ai/flora/resources/projects/actions'
import type { AssetAttachAssetParams } from '@flora-ai/flora/resources/projects/assets'
import type { CanvasUpdateParams } from '@flora-ai/flora/resources/projects/canvas'
import type {
  CanvasApplyChangesetParams,
  CanvasReplaceDefinitionParams,
  CanvasRetrieveDefinitionParams,
} from '@flora-ai/flora/resources/workspaces/projects/canvas'
import type {
  ProjectGraphParams,
  ProjectRunNodesParams,
} from '@flora-ai/flora/resources/workspaces/projects/projects'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const PROJECT = 'prj_abc123'
const IN_WORKSPACE = { workspaceId: 'ws_abc123' }
const IN_PROJECT = { projectId: PROJECT }
const EMPTY = { nodes: [], edges: [], node_inputs: {}, node_outputs: {} }
const DIAGRAM = 'graph LR\n  a["A mug (Image)"]\n  b["The same in red (Image)"]\n  a --> b'
const NODES = [
  { ref: 'a', type: 'image', prompt: 'a mug' },
  { ref: 'b', type: 'image', prompt: 'the same in red' },
] as const

const projectCanvas = (client: FLORA) => client.workspaces.projects.canvas

/** Adds two nodes to the canvas. Returns their ids. */
async function twoNodes(client: FLORA): Promise<{ a: string; b: string }> {
  const { created } = await projectCanvas(client).applyChangeset(PROJECT, {
    ...IN_WORKSPACE,
    add: [...NODES],
  })
  return { a: created['a']?.id ?? '', b: created['b']?.id ?? '' }
}

/** The canvases of projects. */
export const canvasMethods: MethodTable = {
  'projects.listNodes': {
    least: (client) => client.projects.listNodes(PROJECT),
    all: async (client) => {
      await twoNodes(client)
      const { meta } = await client.projects.listNodes(PROJECT, { limit: 1 })
      const cursor = meta.next_cursor ?? 'none'
      return client.projects.listNodes(PROJECT, all<FLORA.ProjectListNodesParams>({ limit: 1, cursor }))
    },
  },
  'projects.canvas.retrieve': {
    least: (client) => client.projects.canvas.retrieve(PROJECT),
    all: (client) => client.projects.canvas.retrieve(PROJECT),
  },
  'projects.canvas.update': {
    least: (client) =>
      client.projects.canvas.update(PROJECT, least<CanvasUpdateParams>({ diagram: DIAGRAM })),
    all: (client) =>
      client.projects.canvas.update(
        PROJECT,
        all<CanvasUpdateParams>({ diagram: DIAGRAM, node_params: { a: { aspect_ratio: '4:3' } } }),
      ),
  },
  'projects.actions.create': {
    least: (client) =>
      client.projects.actions.create(PROJECT, least<ActionCreateParams>({ action_id: 'color-grade-video' })),
    all: (client) =>
      client.projects.actions.create(
        PROJECT,
        all<ActionCreateParams>({ action_id: 'rotate-image-browser', params: { angle: 90 } }),
      ),
  },
  'projects.actions.run': {
    least: (client) => client.projects.actions.run('nodeId', least<ActionRunParams>(IN_PROJECT)),
    all: (client) => client.projects.actions.run('nodeId', all<ActionRunParams>(IN_PROJECT)),
  },
  'projects.assets.attachAsset': {
    least: (client) =>
      client.projects.assets.attachAsset('asset_abc123', least<AssetAttachAssetParams>(IN_PROJECT)),
    all: (client) =>
      client.projects.assets.attachAsset('asset_abc123', all<AssetAttachAssetParams>(IN_PROJECT)),
  },
  'workspaces.projects.graph': {
    least: (client) => client.workspaces.projects.graph(PROJECT, least<ProjectGraphParams>(IN_WORKSPACE)),
    all: (client) => client.workspaces.projects.graph(PROJECT, all<ProjectGraphParams>(IN_WORKSPACE)),
  },
  'workspaces.projects.runNodes': {
    least: (client) =>
      client.workspaces.projects.runNodes(
        PROJECT,
        least<ProjectRunNodesParams>({ ...IN_WORKSPACE, node_ids: ['n3'] }),
      ),
    all: async (client) => {
      const { a, b } = await twoNodes(client)
      return client.workspaces.projects.runNodes(
        PROJECT,
        all<ProjectRunNodesParams>({ ...IN_WORKSPACE, node_ids: [b, a] }),
      )
    },
  },
  'workspaces.projects.canvas.applyChangeset': {
    least: (client) =>
      projectCanvas(client).applyChangeset(PROJECT, least<CanvasApplyChangesetParams>(IN_WORKSPACE)),
    all: async (client) => {
      const { a, b } = await twoNodes(client)
      await projectCanvas(client).applyChangeset(PROJECT, { ...IN_WORKSPACE, connect: [{ from: a, to: b }] })
      return projectCanvas(client).applyChangeset(
        PROJECT,
        all<CanvasApplyChangesetParams>({
          ...IN_WORKSPACE,
          add: [{ ...NODES[0], ref: 'c' }],
          update: [{ id: a, label: 'Mug' }],
          connect: [{ from: a, to: 'c' }],
          disconnect: [{ from: a, to: b }],
          remove: [{ id: b }],
        }),
      )
    },
  },
  'workspaces.projects.canvas.retrieveDefinition': {
    least: (client) =>
      projectCanvas(client).retrieveDefinition(PROJECT, least<CanvasRetrieveDefinitionParams>(IN_WORKSPACE)),
    all: (client) =>
      projectCanvas(client).retrieveDefinition(PROJECT, all<CanvasRetrieveDefinitionParams>(IN_WORKSPACE)),
  },
  'workspaces.projects.canvas.replaceDefinition': {
    least: (client) =>
      projectCanvas(client).replaceDefinition(
        PROJECT,
        least<CanvasReplaceDefinitionParams>({ ...IN_WORKSPACE, definition: EMPTY }),
      ),
    all: async (client) => {
      const { definition } = await projectCanvas(client).retrieveDefinition(PROJECT, IN_WORKSPACE)
      return projectCanvas(client).replaceDefinition(
        PROJECT,
        all<CanvasReplaceDefinitionParams>({ ...IN_WORKSPACE, definition }),
      )
    },
  },
}
