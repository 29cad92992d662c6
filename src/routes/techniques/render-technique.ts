import type { Run, RunOutput } from '../../schemas/runs/run.ts'
import type { SlugRun, TechniqueRun } from '../../schemas/techniques/technique-run.ts'
import type { RunView } from '../../services/runs/runs.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { type UrlBase } from '../context.ts'
import { renderRun } from '../runs/render-run.ts'

/**
 * Renders a run with every member in snake case and camel case.
 *
 * @param technique id or slug in the request, which `poll_url` repeats
 */
export function renderSlugRun(view: RunView, technique: string, base: UrlBase): SlugRun {
  const { outputs, ...members } = renderRun(view, base)
  const path = `/techniques/${encodeURIComponent(technique)}/runs/${view.run.id}`
  const run = { ...members, poll_url: base.origin + API_PREFIX + path }
  return {
    ...run,
    ...inCamelCase(run),
    ...(outputs === undefined ? {} : { outputs: outputs.map(inBothSpellings) }),
  }
}

const inBothSpellings = (output: RunOutput) => ({ ...output, outputId: output.output_id })

/** Repeats the members that are present in camel case. */
function inCamelCase(run: Omit<Run, 'outputs'>) {
  return {
    runId: run.run_id,
    createdAt: run.created_at,
    ...(run.started_at === undefined ? {} : { startedAt: run.started_at }),
    ...(run.completed_at === undefined ? {} : { completedAt: run.completed_at }),
    ...(run.error_code === undefined ? {} : { errorCode: run.error_code }),
    ...(run.error_message === undefined ? {} : { errorMessage: run.error_message }),
    ...(run.charged_cost === undefined ? {} : { chargedCost: run.charged_cost }),
    ...(run.poll_url === undefined ? {} : { pollUrl: run.poll_url }),
  }
}

export function renderTechniqueRun(view: RunView, base: UrlBase): TechniqueRun {
  const { run } = view
  const { id = '', name = '' } = run.request.technique ?? {}
  return {
    ...renderRun(view, base),
    technique_run_id: run.id,
    project_id: run.projectId,
    workspace_id: run.workspaceId,
    technique: { technique_id: id, name },
  }
}
