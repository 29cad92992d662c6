import { CanvasChanged, CanvasChangeset } from '../../schemas/canvas/changeset.ts'
import { CanvasParams } from '../../schemas/canvas/graph.ts'
import { ref } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import type { Changeset } from '../../services/canvas/changeset.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { renderCanvasLink } from './render-canvas.ts'

const applyCanvasChangeset = {
  tags: ['Canvas'],
  ...published('sdk', 'ours'),
  operationId: 'applyCanvasChangeset',
  summary: 'Edit a canvas',
  description:
    'Applies all operations or none: adds, updates, connects, disconnects and removes nodes. A refusal reports every problem.',
  params: CanvasParams,
  body: ref(CanvasChangeset),
  response: answers(200, CanvasChanged),
}

export function canvasChangesetRoutes(api: Api, { canvases }: Services): void {
  api.post(
    '/workspaces/:workspaceId/projects/:projectId/canvas/changeset',
    { schema: applyCanvasChangeset },
    async (request): Promise<CanvasChanged> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const { view, ...answer } = await canvases.applyChangeset(caller, params, toChangeset(body), claim)
      const created = Array.from(answer.created, ([name, node]) => {
        return [name, { id: `n${node.ordinal}`, node_id: node.nodeId }] as const
      })
      return {
        ...renderCanvasLink(view.projectId, urlBaseOf(request)),
        revision: view.revision,
        applied: { ...answer.applied },
        created: Object.fromEntries(created),
        warnings: [...answer.warnings],
      }
    },
  )
}

function toChangeset(body: CanvasChangeset): Changeset {
  const { add = [], update = [], connect = [], disconnect = [], remove = [] } = body
  return {
    add: add.map(({ content_url: contentUrl, ...node }) => ({ ...node, contentUrl })),
    update,
    connect,
    disconnect,
    remove,
  }
}
