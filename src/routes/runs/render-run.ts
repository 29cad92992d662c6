import type { ActionId } from '../../schemas/actions/action.ts'
import type { Generation, Run, RunOutput, RunStart } from '../../schemas/runs/run.ts'
import type { StartedRun } from '../../services/runs/run-starter.ts'
import type { RunView } from '../../services/runs/runs.ts'
import type { RunRequest } from '../../simulator/runs/plan.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { type UrlBase } from '../context.ts'

export function renderRunStart({ run, estimatedSeconds }: StartedRun, { origin }: UrlBase): RunStart {
  const { technique, action, model } = run.request
  return {
    run_id: run.id,
    type: kindOf(run.request),
    estimated_seconds: estimatedSeconds,
    charged_cost: toUsd(run.quote),
    poll_url: pollUrl(origin, run),
    model: model === '' ? null : { model_id: model },
    project_id: run.projectId,
    // FLORA's printed answers leave out what does not apply.
    ...(technique === undefined ? {} : { technique: { technique_id: technique.id, name: technique.name } }),
    ...(action === undefined ? {} : { action: { action_id: (action.alias ?? action.id) as ActionId } }),
  }
}

function kindOf({ technique, action }: RunRequest): RunStart['type'] {
  if (technique !== undefined) return 'technique'
  return action === undefined ? 'generation' : 'action'
}

export function renderRun({ run, state }: RunView, base: UrlBase): Run {
  const answer: Run = {
    run_id: run.id,
    status: state.status,
    progress: state.progress,
    created_at: run.createdAt,
    poll_url: pollUrl(base.origin, run),
  }
  if (state.status === 'pending') return answer
  answer.started_at = state.startedAt
  if (state.status === 'running') return answer
  answer.completed_at = state.completedAt
  if (state.status === 'failed') {
    answer.error_code = state.code
    answer.error_message = state.message
    if (state.cost > 0) answer.charged_cost = toUsd(state.cost)
    return answer
  }
  if (state.isCostShown) answer.charged_cost = toUsd(state.cost)
  answer.outputs = state.outputs.map((output) => renderOutput(output, run.id, base))
  return answer
}

export function renderGeneration(view: RunView, base: UrlBase): Generation {
  const { run } = view
  return {
    ...renderRun(view, base),
    generation_id: run.id,
    project_id: run.projectId,
    workspace_id: run.workspaceId,
    model: { model_id: run.request.model === '' ? null : run.request.model },
  }
}

type Output = Extract<RunView['state'], { status: 'completed' }>['outputs'][number]

const OUTPUT_TYPE = {
  image: 'imageUrl',
  video: 'videoUrl',
  audio: 'audioUrl',
  document: 'documentUrl',
  text: 'text',
} as const

/** Renders an output. The URL of a text output is the text itself, as in FLORA's API. */
export function renderOutput(output: Output, runId: string, { origin, worldName }: UrlBase): RunOutput {
  const url =
    output.kind === 'text'
      ? output.text
      : `${origin}/media/${worldName}/${folderOf(output)}${runId}/${output.id}.${output.format}`
  return { output_id: output.id, type: OUTPUT_TYPE[output.kind], url }
}

const folderOf = ({ folder }: { readonly folder?: string }): string =>
  folder === undefined ? '' : `${folder}/`

/** Returns the URL to poll. Runs of techniques have a path of their own. */
function pollUrl(origin: string, { id, request: { technique } }: RunView['run']): string {
  const parent = technique === undefined ? '' : `/techniques/${encodeURIComponent(technique.id)}`
  return `${origin}${API_PREFIX}${parent}/runs/${id}`
}
