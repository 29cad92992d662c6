import type { GenerationRequest } from '../../../schemas/runs/generation.ts'
import type { Model } from '../../../schemas/models/model.ts'
import type { Project } from '../../../schemas/workspaces/project.ts'
import type { GatewayGenerationRequest } from '../../../schemas/runs/gateway-generation.ts'
import type { FormModel } from './form-models.ts'
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

/** Builds the body. Models of the gateway have a type of their own, so that requests for them name none. */
export function requestOf(
  draft: Draft,
  model: FormModel | null,
  project: Project,
): GenerationRequest | GatewayGenerationRequest {
  const values = (model?.params ?? []).map((param) => [param.name, paramValue(param, draft.params)] as const)
  const params = Object.fromEntries(values.filter(([, value]) => value !== undefined))
  const members = {
    prompt: draft.prompt,
    workspace_id: project.workspace_id,
    project_id: project.project_id,
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(draft.callbackUrl.trim() === '' ? {} : { callback_url: draft.callbackUrl.trim() }),
  }
  if (model === null) return { type: draft.type, ...members }
  const named = { ...members, model: model.model_id }
  return model.path === '/gateway/generate' ? named : { type: draft.type, ...named }
}

/** Returns the value of the header `x-flora-emulator`; empty for no directives. */
export const headerOf = (directives: Directives): string =>
  Object.entries(directives)
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => `${name}:${value.trim()}`)
    .join(', ')
