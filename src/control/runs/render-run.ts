import type { UrlBase } from '../../routes/context.ts'
import { renderOutput } from '../../routes/runs/render-run.ts'
import type { RunRecord } from '../../schemas/control/runs/run.ts'
import type { RunView } from '../../services/runs/runs.ts'
import { toUsd } from '../../simulator/runs/price.ts'

/** Renders a run with its request, outputs and price. Clients of the emulated API get the same outputs. */
export function renderRunRecord({ run, state }: RunView, place: UrlBase): RunRecord {
  const { technique, action, node, callbackUrl, type, model, prompt, params } = run.request
  const isOver = state.status === 'completed' || state.status === 'failed'
  return {
    run_id: run.id,
    kind: technique === undefined ? (action === undefined ? 'generation' : 'action') : 'technique',
    status: state.status,
    progress: state.progress,
    type,
    model: model === '' ? null : model,
    technique: technique === undefined ? null : { technique_id: technique.id, name: technique.name },
    action: action === undefined ? null : { action_id: action.id },
    node_id: node ?? null,
    prompt,
    params,
    workspace_id: run.workspaceId,
    project_id: run.projectId,
    callback_url: callbackUrl ?? null,
    created_at: run.createdAt,
    started_at: state.status === 'pending' ? null : state.startedAt,
    completed_at: isOver ? state.completedAt : null,
    ends_at: run.plan.endsAt,
    quote_usd: toUsd(run.quote),
    cost_usd: isOver && (state.status === 'completed' || state.cost > 0) ? toUsd(state.cost) : null,
    outputs:
      state.status === 'completed' ? state.outputs.map((output) => renderOutput(output, run.id, place)) : [],
    error: state.status === 'failed' ? { code: state.code, message: state.message } : null,
  }
}
