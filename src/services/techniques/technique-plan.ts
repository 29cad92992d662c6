import { seededId } from '../../kernel/ids.ts'
import type { RunEffect, RunRequest } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { NewProject } from '../../store/workspaces/workspace-records.ts'
import type { StartRun } from '../runs/run-starter.ts'
import type { InputValues } from './technique-inputs.ts'
import { KIND } from './graph-models.ts'
import type { TechniqueDefinition } from './technique-definition.ts'
import type { Caller } from '../worlds/caller.ts'

/** A request whose technique and inputs are valid. */
interface AcceptedStart {
  readonly technique: TechniqueDefinition
  readonly values: InputValues
  readonly workspaceId: string
  readonly callbackUrl?: string | undefined
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

/** Builds the run of a technique. It gets a project of its own, as in production. */
export function toStartRun(
  { world, now }: Caller,
  { technique, values, workspaceId, callbackUrl, claim, effect }: AcceptedStart,
): StartRun {
  return {
    kind: 'technique',
    workspaceId,
    projectId: (ordinal): NewProject => ({
      id: seededId('prj', world.seed, ordinal),
      workspaceId,
      name: technique.name,
      origin: 'api',
      createdAt: now,
    }),
    request: { ...toRequest(technique, values), ...(callbackUrl === undefined ? {} : { callbackUrl }) },
    quote: technique.quote,
    estimatedSeconds: technique.estimatedSeconds,
    steps: technique.steps,
    claim,
    effect,
  }
}

/** Builds the request of a run, which decides its outputs. */
export function toRequest(technique: TechniqueDefinition, values: InputValues): RunRequest {
  const outputs = technique.outputs.map(({ id, type }) => ({ id, kind: KIND[type] }))
  const texts = technique.inputs.filter(({ type }) => type === 'text').map(({ id }) => values[id] ?? [])
  return {
    type: outputs[0]?.kind ?? 'text',
    prompt: [technique.name, ...texts.flat()].join(': '),
    model: '',
    // An input of the same name overrides the format of the technique.
    params: { ...formatOf(technique), ...values },
    technique: { id: technique.id, name: technique.name },
    outputs,
  }
}

/** Returns the format of the outputs as params, which have the names of the API. */
function formatOf({ outputs }: TechniqueDefinition): RunRequest['params'] {
  const params: Record<string, unknown> = {}
  for (const { aspectRatio, duration } of outputs) {
    if (aspectRatio !== undefined) params['aspect_ratio'] ??= aspectRatio
    if (duration !== undefined) params['duration'] ??= duration
  }
  return params
}
