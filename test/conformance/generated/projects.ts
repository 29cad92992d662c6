import type { ActionCreateParams } from '@flora-ai/flora/resources/projects/actions'
import {
  type GeneratedTest,
  isBefore,
  plain,
  type Version,
  withOptions,
  withParams,
} from '../../support/conformance/generated-tests.ts'

const PROJECT = 'prj_abc123'
const WORKSPACE = 'ws_abc123'
const FOLDER = 'libfolder_abc123'
const CURSOR = 'eyJvZmZzZXQiOjIwfQ'
const NAMED = { name: 'Spring Campaign' }
const IN_WORKSPACE = { workspaceId: WORKSPACE }
const FOO = { foo: 'bar' }
const DIAGRAM = `graph LR
  source["Product photo (Image)"]
  output["Editorial campaign image (Image)"]
  source --> output`

/** The first id of the version's list, which SDK 0.10 renamed. */
const actionId = (version: Version) =>
  (isBefore(version, '0.10.0')
    ? 'split-text'
    : 'color-grade-image-browser') as ActionCreateParams['action_id']

const projects: GeneratedTest[] = [
  ...withParams('projects.create', '0.3.0', {
    required: (client) => client.projects.create({ ...NAMED, workspace_id: WORKSPACE }),
  }),
  plain('projects.retrieve', '0.3.0', (client) => client.projects.retrieve(PROJECT)),
  ...withParams('projects.list', '0.3.0', {
    required: (client) => client.projects.list({ workspace_id: WORKSPACE }),
    all: (client) =>
      client.projects.list({ workspace_id: WORKSPACE, cursor: CURSOR, limit: 1, query: 'logo' }),
  }),
  ...withOptions(
    'projects.listNodes',
    '0.3.0',
    (client) => client.projects.listNodes(PROJECT),
    (client, options) => client.projects.listNodes(PROJECT, { cursor: CURSOR, limit: 1 }, options),
  ),
  ...withParams('projects.assets.attachAsset', '0.3.0', {
    required: (client) => client.projects.assets.attachAsset('asset_abc123', { projectId: PROJECT }),
  }),
  plain('workspaces.list', '0.3.0', (client) => client.workspaces.list()),
]

const canvases: GeneratedTest[] = [
  ...withParams('projects.actions.create', '0.7.1', {
    required: (client, version) => client.projects.actions.create(PROJECT, { action_id: actionId(version) }),
    all: (client, version) =>
      client.projects.actions.create(PROJECT, { action_id: actionId(version), params: FOO }),
  }),
  ...withParams('projects.actions.run', '0.7.1', {
    required: (client) => client.projects.actions.run('nodeId', { projectId: PROJECT }),
  }),
  plain('projects.canvas.retrieve', '0.7.1', (client) => client.projects.canvas.retrieve(PROJECT)),
  ...withParams('projects.canvas.update', '0.7.1', {
    required: (client) => client.projects.canvas.update(PROJECT, { diagram: DIAGRAM }),
    all: (client) =>
      client.projects.canvas.update(PROJECT, {
        diagram: DIAGRAM,
        node_params: {
          foo: {
            aspect_ratio: 'aspect_ratio',
            content_url: 'https://example.com',
            model: 'model',
            model_parameters: FOO,
            prompt: 'prompt',
            resolution: 'resolution',
          },
        },
      }),
  }),
]

const EDGE = {
  id: 'edge_abc123',
  source: 'x',
  source_handle: 'source_handle',
  target: 'x',
  target_handle: 'target_handle',
}
const NODE = { id: 'node_abc123', data: FOO, type: 'videoBlock' } as const
const VALUES = { foo: FOO }
const CONNECTION = { from: 'n7', to: 'n7', in: 'in' }
const APPEARANCE = {
  label: 'label',
  model: 'model',
  params: FOO,
  position: { x: 0, y: 0 },
  prompt: 'prompt',
}

const definitions: GeneratedTest[] = [
  ...withParams('workspaces.projects.canvas.applyChangeset', '0.11.0', {
    required: (client) => client.workspaces.projects.canvas.applyChangeset(PROJECT, IN_WORKSPACE),
    all: (client) =>
      client.workspaces.projects.canvas.applyChangeset(PROJECT, {
        ...IN_WORKSPACE,
        add: [
          { ...APPEARANCE, ref: 'hero', type: 'image', content_url: 'https://example.com', group: 'group' },
        ],
        connect: [CONNECTION],
        disconnect: [CONNECTION],
        remove: [{ id: 'n7' }],
        update: [{ ...APPEARANCE, id: 'n7' }],
      }),
  }),
  ...withParams('workspaces.projects.canvas.replaceDefinition', '0.11.0', {
    required: (client) =>
      client.workspaces.projects.canvas.replaceDefinition(PROJECT, {
        ...IN_WORKSPACE,
        definition: { edges: [EDGE], node_inputs: VALUES, node_outputs: VALUES, nodes: [NODE] },
      }),
    all: (client) =>
      client.workspaces.projects.canvas.replaceDefinition(PROJECT, {
        ...IN_WORKSPACE,
        definition: {
          edges: [{ ...EDGE, data: FOO, type: 'type' }],
          node_inputs: VALUES,
          node_outputs: VALUES,
          nodes: [
            {
              ...NODE,
              expand_parent: true,
              extent: 'parent',
              height: 0,
              hidden: true,
              origin: [{}],
              parent_id: 'x',
              position: { x: 0, y: 0 },
              style: FOO,
              width: 0,
              z_index: 0,
            },
          ],
          layer_editor_documents: VALUES,
        },
      }),
  }),
  ...withParams('workspaces.projects.canvas.retrieveDefinition', '0.11.0', {
    required: (client) => client.workspaces.projects.canvas.retrieveDefinition(PROJECT, IN_WORKSPACE),
  }),
]

const workspaces: GeneratedTest[] = [
  ...withParams('workspaces.folders.createProject', '0.11.0', {
    required: (client) =>
      client.workspaces.folders.createProject('fld_abc123', { ...IN_WORKSPACE, ...NAMED }),
  }),
  ...withOptions(
    'workspaces.library.folders.create',
    '0.11.0',
    (client) => client.workspaces.library.folders.create(WORKSPACE),
    (client, options) => client.workspaces.library.folders.create(WORKSPACE, { name: 'Clipped' }, options),
  ),
  ...withParams('workspaces.library.folders.delete', '0.11.0', {
    required: (client) => client.workspaces.library.folders.delete(FOLDER, IN_WORKSPACE),
  }),
  ...withParams('workspaces.library.folders.addItem', '0.11.0', {
    required: (client) => client.workspaces.library.folders.addItem(FOLDER, IN_WORKSPACE),
    all: (client) =>
      client.workspaces.library.folders.addItem(FOLDER, {
        ...IN_WORKSPACE,
        description: 'Product hero shot',
        source: 'https://media.flora.ai/example.png',
        text: 'A cool prompt clipped from a tweet',
        type: 'image',
      }),
  }),
  ...withParams('workspaces.projects.create', '0.11.0', {
    required: (client) => client.workspaces.projects.create(WORKSPACE, NAMED),
  }),
  ...withParams('workspaces.projects.graph', '0.11.0', {
    required: (client) => client.workspaces.projects.graph(PROJECT, IN_WORKSPACE),
  }),
  ...withParams('workspaces.projects.runNodes', '0.11.0', {
    required: (client) => client.workspaces.projects.runNodes(PROJECT, { ...IN_WORKSPACE, node_ids: ['n3'] }),
  }),
]

/** Workspaces, projects, canvases and the library. */
export const projectTests: readonly GeneratedTest[] = [
  ...projects,
  ...canvases,
  ...definitions,
  ...workspaces,
]
