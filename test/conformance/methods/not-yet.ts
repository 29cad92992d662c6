import type FLORA from '@flora-ai/flora'

const IN_WORKSPACE = { workspaceId: 'ws_abc123' }
const IN_PROJECT = { projectId: 'prj_abc123' }
const EMPTY = { nodes: [], edges: [], node_inputs: {}, node_outputs: {} }

/** Methods whose endpoints are not served yet, each with a call. One that is served moves to a table. */
export const NOT_YET: Readonly<Record<string, (client: FLORA) => PromiseLike<unknown>>> = {
  'projects.actions.create': (client) =>
    client.projects.actions.create('prj_abc123', { action_id: 'color-grade-video' }),
  'projects.actions.run': (client) => client.projects.actions.run('n1', IN_PROJECT),
  'projects.assets.attachAsset': (client) => client.projects.assets.attachAsset('asset_abc123', IN_PROJECT),
  'projects.listNodes': (client) => client.projects.listNodes('prj_abc123'),
  'projects.canvas.retrieve': (client) => client.projects.canvas.retrieve('prj_abc123'),
  'projects.canvas.update': (client) => client.projects.canvas.update('prj_abc123', { diagram: 'graph LR' }),
  'workspaces.projects.graph': (client) => client.workspaces.projects.graph('prj_abc123', IN_WORKSPACE),
  'workspaces.projects.runNodes': (client) =>
    client.workspaces.projects.runNodes('prj_abc123', { ...IN_WORKSPACE, node_ids: ['n1'] }),
  'workspaces.projects.canvas.applyChangeset': (client) =>
    client.workspaces.projects.canvas.applyChangeset('prj_abc123', IN_WORKSPACE),
  'workspaces.projects.canvas.retrieveDefinition': (client) =>
    client.workspaces.projects.canvas.retrieveDefinition('prj_abc123', IN_WORKSPACE),
  'workspaces.projects.canvas.replaceDefinition': (client) =>
    client.workspaces.projects.canvas.replaceDefinition('prj_abc123', { ...IN_WORKSPACE, definition: EMPTY }),
}
