import type { GenerationRequest } from '../../../schemas/runs/generation.ts'
import type { Model } from '../../../schemas/models/model.ts'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { paramProblem, paramValue } from './param-values.ts'

/** A generation as the form holds it. */
export interface Draft {
  readonly type: Model['type']
  /** Model id; empty for the first model of the type. */
  readonly model: string
  readonly prompt: string
  /** Project id; empty for the first project. */
  readonly project: string
  /** Texts by name of the parameter; an empty one stands for the model's default. */
  readonly params: Readonly<Record<string, string>>
  readonly directives: Directives
  /** Receiver of the webhook; empty for none. */
  readonly callbackUrl: string
}

/** Values of the directives; empty members are not sent. */
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

/** Problems by field, named as in the API. @example { 'params.seed': 'Enter a number.' } */
export type Problems = Readonly<Record<string, string>>

/** Finds problems before the form is sent. The API finds the rest. */
export function problemsOf({ prompt, params }: Draft, model: Model | null): Problems {
  const problems: Record<string, string> = {}
  if (prompt.trim() === '') problems['prompt'] = 'Enter a prompt.'
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

/** Returns the value of the header `x-flora-emulator`; empty for no directives. */
export const headerOf = (directives: Directives): string =>
  Object.entries(directives)
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => `${name}:${value.trim()}`)
    .join(', ')
