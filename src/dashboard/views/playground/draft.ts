import type { GenerationRequest } from '../../../schemas/runs/generation.ts'
import type { Model } from '../../../schemas/models/model.ts'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { paramProblem, paramValue } from './param-values.ts'

/** A generation as the form holds it. */
export interface Draft {
  readonly type: Model['type']
  /** Empty for the first of the type. */
  readonly model: string
  readonly prompt: string
  /** Empty for the first. */
  readonly project: string
  /** By name of the parameter; what is empty is left to the model. */
  readonly params: Readonly<Record<string, string>>
  readonly directives: Directives
  /** Where the end of the run is announced; empty for nowhere. */
  readonly callbackUrl: string
}

/** What is to happen instead of what would; empty members do not matter. */
export type Directives = Readonly<
  Record<'fail' | 'duration' | 'delay' | 'status' | 'drop' | 'output', string>
>

export const NEW_DRAFT: Draft = {
  type: 'image',
  model: '',
  prompt: '',
  project: '',
  params: {},
  directives: { fail: '', duration: '', delay: '', status: '', drop: '', output: '' },
  callbackUrl: '',
}

/** What is wrong, by field, as the API would name it: `prompt`, `params.seed`. */
export type Problems = Readonly<Record<string, string>>

/** What can be told before sending. The rest is the API's to say. */
export function problemsOf({ prompt, params }: Draft, model: Model | null): Problems {
  const problems: Record<string, string> = {}
  if (prompt.trim() === '') problems['prompt'] = 'Say what to generate.'
  for (const param of model?.params ?? []) {
    const problem = paramProblem(param, params)
    if (problem !== null) problems[`params.${param.name}`] = problem
  }
  return problems
}

export function requestOf(draft: Draft, model: Model | null, project: Project): GenerationRequest {
  const values = (model?.params ?? []).map((param) => [param.name, paramValue(param, draft.params)] as const)
  const params = Object.fromEntries(values.filter(([, value]) => value !== undefined))
  return {
    type: draft.type,
    prompt: draft.prompt,
    workspace_id: project.workspace_id,
    project_id: project.project_id,
    ...(model === null ? {} : { model: model.model_id }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(draft.callbackUrl.trim() === '' ? {} : { callback_url: draft.callbackUrl.trim() }),
  }
}

/** The value of the header `x-flora-emulator`. */
export const headerOf = (directives: Directives): string =>
  Object.entries(directives)
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => `${name}:${value.trim()}`)
    .join(', ')
