import { blockFor, type GraphType, type JsonObject } from '../../simulator/canvas/canvas.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { RunnableModel } from '../models/runnable-model.ts'
import type { CanvasDraft } from './draft.ts'
import { paramProblems } from './params.ts'

/** Returns true for types that generate with a model. */
export const isGenerative = (type: GraphType): type is MediaType =>
  type === 'image' || type === 'video' || type === 'audio' || type === 'text'

/** Members of a node that a model reads. */
const SETTINGS = ['prompt', 'model', 'params'] as const
type Setting = (typeof SETTINGS)[number]

/** Returns the names of the settings that a change has. */
export const settingsIn = (change: Readonly<Partial<Record<Setting, unknown>>>): readonly Setting[] =>
  SETTINGS.filter((name) => change[name] !== undefined)

/** Reports settings of a node that does not generate. */
export function rejectSettings(
  draft: CanvasDraft,
  type: GraphType,
  settings: readonly Setting[],
  field: string,
): void {
  for (const name of settings) {
    draft.reject(`${field}.${name}`, 'not_generative', `A node of type ${type} generates nothing`)
  }
}

/** Returns the block of a node that shows a file. */
export const staticBlock = (type: GraphType) =>
  blockFor(type === 'video' ? 'static_video' : type === 'audio' ? 'static_audio' : 'static_image')

/**
 * Finds a model by id or display name. Adds a problem, and returns null, when the type has none of that name.
 *
 * @param name null for the first model of the type
 */
export function findModel(
  draft: CanvasDraft,
  catalogue: Catalogue,
  type: MediaType,
  name: string | null,
  field: string,
): RunnableModel | null {
  const models = catalogue.list(type)
  const [first = null] = models
  if (name === null) return first
  const model = catalogue.findNamed(type, name)
  if (model !== null) return model
  const ids = models.map(({ id }) => id)
  const message = `Model "${name}" is not available. Available ${type} models: ${ids.join(', ')}.`
  draft.reject(field, 'unknown_model', message, ids)
  return null
}

/** Characters of a node's parameters as JSON. Keeps canvases small enough to be read as a whole. */
const PARAMS_LENGTH_MAX = 20_000

/** Adds a problem when parameters are too large. */
export function checkSize(draft: CanvasDraft, params: JsonObject, field: string): void {
  if (JSON.stringify(params).length <= PARAMS_LENGTH_MAX) return
  draft.reject(field, 'params_too_large', `At most ${PARAMS_LENGTH_MAX} characters of JSON`)
}

/** Adds the problems of a node's parameters. */
export function checkParams(
  draft: CanvasDraft,
  model: RunnableModel,
  params: JsonObject,
  field: string,
): void {
  checkSize(draft, params, field)
  for (const { name, message, validValues } of paramProblems(model, params)) {
    draft.reject(`${field}.${name}`, 'invalid_param', message, validValues)
  }
}
