import type { Topic } from '../behaviour.ts'

export const canvas: Topic = {
  title: 'Canvas',
  behaviours: [
    {
      subject: '`listCanvasNodes` GET /projects/{projectId}/nodes',
      published: [[['sdk', 'oas'], 'answer']],
      ours: ['newest first', 'nodes that have nothing to show yet are listed with a null `url`'],
    },
    {
      subject: '`getProjectCanvas` GET /projects/{projectId}/canvas',
      published: [[['sdk', 'oas'], 'answer, form of the diagram']],
      ours: [
        'labels cut at 80 characters',
        'groups are subgraphs',
        'a workflow is a part that hangs together by at least one edge',
      ],
    },
    {
      subject: '`patchProjectCanvas` PATCH /projects/{projectId}/canvas',
      published: [[['sdk'], 'add-only, labels, `node_params`, warnings']],
      ours: [
        '[the subset of Mermaid](decisions/010-mermaid.md)',
        'answers the diagram of the whole canvas',
        'an untyped label makes an image',
      ],
    },
    {
      subject: '`getProjectGraph` GET /workspaces/{workspaceId}/projects/{projectId}/graph',
      published: [[['sdk'], 'answer']],
      ours: ["a node's state and output are those of its last run", 'static nodes are `done`'],
    },
    {
      subject: '`runCanvasNodes` POST /workspaces/{workspaceId}/projects/{projectId}/nodes/run',
      published: [
        [['sdk', 'skills'], 'body, answer, reasons, inputs first'],
        [['sdk', 'skills'], 'an unpaid run fails with `BILLING_NOT_ENOUGH_CREDITS`'],
        [['sdk', 'skills'], 'image nodes without a model are routed'],
      ],
      ours: [
        '201',
        'a run starts when the runs of its inputs have ended, also failed ones',
        'an unpaid run fails when it would start',
        'routing takes the default model',
        'nodes in a circle are `run_failed_to_start`',
        'texts feed the prompt of a node that has none',
      ],
    },
    {
      subject: '`applyCanvasChangeset` POST /workspaces/{workspaceId}/projects/{projectId}/canvas/changeset',
      published: [[['sdk'], 'body, order, all or nothing']],
      ours: [
        '200',
        'the names of the codes in `fields`',
        'edges may form circles, but not join a node to itself',
      ],
    },
    {
      subject: '`getCanvasDefinition` GET /workspaces/{workspaceId}/projects/{projectId}/canvas/definition',
      published: [[['sdk'], 'answer']],
      ours: ['what `data`, `node_inputs` and `node_outputs` hold'],
    },
    {
      subject:
        '`replaceCanvasDefinition` PUT /workspaces/{workspaceId}/projects/{projectId}/canvas/definition',
      published: [[['sdk'], 'body, answer']],
      ours: [
        '200',
        'node ids that were there keep short ids and runs',
        'duplicate ids, missing ends and self-connections are 400',
        'positions are relative to the group',
      ],
    },
    {
      subject: 'canvases',
      published: [[['sdk'], 'short ids stay with their nodes, `revision`']],
      ours: [
        'ids `n1`, `n2`, … never used again',
        'at most 2,000 nodes, 10,000 edges and 500 entries in a changeset',
        'generations add nodes up to 1,000',
      ],
    },
    {
      subject: '`canvas_url`',
      published: [[['oas'], "a page of FLORA's app"]],
      ours: ['ends in `?world=<world>` outside the default world'],
      differs: ['redirects browsers to the canvas in the dashboard, other clients get 404'],
    },
    {
      subject: 'circles on a canvas',
      ours: [
        'edges may form them',
        '`nodes/run` skips the nodes in one',
        'groups may not contain each other',
      ],
    },
    {
      subject: 'canvas and inputs',
      published: [[['sdk'], 'a run takes what is wired into its node']],
      ours: ['texts become the prompt of a node that has none'],
      differs: ['media change nothing about the output'],
    },
    {
      subject: 'the document of a node',
      published: [[['skills'], 'hosted tools read and write it']],
      differs: ['not served, because no public source has its path'],
    },
    {
      subject: "codes of a changeset's `fields`",
      published: [[['sdk'], 'there are codes, not which']],
      ours: ['`node_not_found`, `duplicate_ref`, `invalid_param` and the like'],
    },
  ],
}
