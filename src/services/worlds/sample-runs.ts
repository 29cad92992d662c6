import { seededRandom } from '../../kernel/random.ts'
import type { EpochMs, MicroUsd } from '../../kernel/units.ts'
import { planRun, type Profile, type RunRequest } from '../../simulator/runs/plan.ts'
import { quoteOf } from '../../simulator/runs/price.ts'
import type { SampleRun } from '../../store/runs/run-records.ts'
import { toTechniqueDefinition } from '../techniques/technique-definition.ts'
import { toRequest } from '../techniques/technique-plan.ts'
import type { Fixtures } from './fixtures.ts'

interface Start {
  readonly seed: string
  readonly profile: Profile
  /** Returns the instant that is so many seconds before the creation of the world. */
  readonly ago: (seconds: number) => EpochMs
}

/** Plans the runs of the fixtures, generations first. A run of a technique that other fixtures lack is left out. */
export const sampleRuns = (fixtures: Fixtures, start: Start): SampleRun[] => [
  ...generations(fixtures, start),
  ...techniqueRuns(fixtures, start),
]

function generations({ world, models }: Fixtures, start: Start): SampleRun[] {
  return world.runs.map((run) => {
    const model = models.find((candidate) => candidate.model_id === run.model)
    return planned(run, start, {
      kind: 'generation',
      quote: quoteOf(model?.estimated_credits ?? 0),
      request: { type: run.type, prompt: run.prompt, model: run.model, params: run.params },
      seconds: model?.estimated_seconds ?? 0,
      steps: 0,
    })
  })
}

function techniqueRuns({ world, techniques }: Fixtures, start: Start): SampleRun[] {
  return (world.technique_runs ?? []).flatMap((run) => {
    const found = techniques.find((technique) => technique.technique_id === run.technique_id)
    if (found === undefined) return []
    const technique = toTechniqueDefinition(found)
    const { quote, steps, estimatedSeconds: seconds } = technique
    const request = toRequest(technique, run.inputs)
    return [planned(run, start, { kind: 'technique', quote, request, seconds, steps })]
  })
}

interface SampleFixture {
  readonly run_id: string
  readonly workspace_id: string
  readonly project_id: string
  readonly created_seconds_ago: number
}

interface Course extends Pick<SampleRun, 'kind'> {
  readonly quote: MicroUsd
  readonly request: RunRequest
  readonly seconds: number
  readonly steps: number
}

function planned(run: SampleFixture, { seed, profile, ago }: Start, course: Course): SampleRun {
  const { run_id: id, workspace_id: workspaceId, project_id: projectId } = run
  const { kind, quote, request, seconds, steps } = course
  const createdAt = ago(run.created_seconds_ago)
  const plan = planRun({
    now: createdAt,
    request,
    durationMs: seconds * 1000,
    quote,
    profile,
    effect: { outcome: null, durationMs: null, output: null, webhook: null },
    random: seededRandom(`${seed}/${id}`),
    steps,
  })
  return { kind, id, workspaceId, projectId, createdAt, quote, request, plan }
}
