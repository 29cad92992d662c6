import { CanvasParams, type NodeRun, NodeRunList, NodeRunRequest } from '../../schemas/canvas/graph.ts'
import { ref } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import { withPromptDirectives } from '../../simulator/rules/directives.ts'
import type { NodeRun as Entry } from '../../services/canvas/node-runs.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, effectOf, type UrlBase, urlBaseOf, type Services } from '../context.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { renderRunStart } from '../runs/render-run.ts'

const runCanvasNodes = {
  tags: ['Canvas'],
  ...published('sdk', 'ours'),
  operationId: 'runCanvasNodes',
  summary: 'Run nodes of a canvas',
  description:
    'Starts a generation for each node, after those of its inputs. A node that cannot run is skipped with a reason; a run that the balance does not cover fails.',
  params: CanvasParams,
  body: ref(NodeRunRequest),
  response: answers(201, NodeRunList),
}

export function canvasRunRoutes(api: Api, { nodeRuns }: Services): void {
  api.post(
    '/workspaces/:workspaceId/projects/:projectId/nodes/run',
    { schema: runCanvasNodes },
    async (request, reply): Promise<NodeRunList> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const entries = await nodeRuns.start(caller, params, {
        names: body.node_ids,
        claim,
        effectFor: (prompt) => withPromptDirectives(effectOf(request), prompt).run,
      })
      reply.code(201)
      const base = urlBaseOf(request)
      return { project_id: params.projectId, runs: entries.map((entry) => renderEntry(entry, base)) }
    },
  )
}

function renderEntry({ name, started, skipped }: Entry, base: UrlBase): NodeRun {
  if (skipped !== null) return { node_id: name, status: 'skipped', ...skipped }
  const { run_id, poll_url } = renderRunStart(started, base)
  const { model } = started
  return {
    node_id: name,
    status: 'started',
    type: 'generation',
    run_id,
    // Documented: what follows from the model is null while it is not decided. The quote does not depend on the balance.
    model: model && { model_id: model.id },
    charged_cost: model && toUsd(model.quote),
    estimated_seconds: model && model.estimatedSeconds,
    ...(typeof poll_url === 'string' ? { poll_url } : {}),
  }
}
