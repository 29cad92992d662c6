import type { FieldProblem } from '../../kernel/errors.ts'
import { firstCharacters } from '../../kernel/text/first-characters.ts'
import { type GraphType, graphTypeNamed, type JsonObject } from '../../simulator/canvas/canvas.ts'
import type { TechniqueSlot } from '../../store/techniques/technique-records.ts'
import { countUrls } from '../../simulator/models/input-modes.ts'
import type { MediaType, OutputKind } from '../../simulator/runs/plan.ts'
import { isGenerative } from '../canvas/node-model.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { RunnableModel } from '../models/runnable-model.ts'

/** The graph of a technique. */
export interface TechniqueGraph {
  readonly nodes: readonly { readonly id: string; readonly type: string }[]
  readonly edges: readonly { readonly source: string; readonly target: string }[]
  /** By id of a node. */
  readonly settings: ReadonlyMap<string, NodeSettings>
}

/** What a node generates with. */
interface NodeSettings {
  /** Id or name of a model. Null without one. */
  readonly model: string | null
  readonly params: JsonObject
  /** Field of the request for problems with the model. */
  readonly field: string
}

/** An input or output of a technique as a client defines it. */
export interface GivenSlot {
  readonly nodeId: string
  /** @default the id of the node */
  readonly id?: string
  readonly name: string
  readonly type: TechniqueSlot['type']
  readonly description?: string
}
type Slots = readonly GivenSlot[]

/** Medium of each type of slots. */
export const KIND = {
  imageUrl: 'image',
  videoUrl: 'video',
  audioUrl: 'audio',
  documentUrl: 'document',
  text: 'text',
} as const satisfies Record<string, OutputKind>

/** Media of the types of nodes that show something. Nodes of other types may pass on anything. */
const SHOWN: ReadonlyMap<GraphType, OutputKind> = new Map([
  ['image', 'image'],
  ['static_image', 'image'],
  ['layer_editor', 'image'],
  ['webcam', 'image'],
  ['video', 'video'],
  ['static_video', 'video'],
  ['video_editor', 'video'],
  ['audio', 'audio'],
  ['static_audio', 'audio'],
  ['text', 'text'],
  ['label', 'text'],
  ['document', 'document'],
])

/** Returns the medium of a type of nodes. Null for types that have none, and for unknown ones. */
export function mediumOf(type: string): OutputKind | null {
  const graphType = graphTypeNamed(type)
  return graphType === null ? null : (SHOWN.get(graphType) ?? null)
}

/** The model of a node that generates, or the problem with it. */
type Choice =
  | { readonly nodeId: string; readonly model: RunnableModel }
  | { readonly nodeId: string; readonly model: null; readonly problem: FieldProblem }

/** What surrounds a node in its graph. */
interface Place {
  readonly nodeId: string
  readonly type: string
  /** Media of the nodes that feed it; null for unknown ones. */
  readonly sources: readonly (OutputKind | null)[]
  readonly isInput: boolean
  readonly isOutput: boolean
}

/** Finds the model of each node that generates. The ends of all edges must exist. */
export function chooseModels(
  graph: TechniqueGraph,
  inputs: Slots,
  outputs: Slots,
  catalogue: Catalogue,
): Choice[] {
  return placesOf(graph, inputs, outputs).flatMap((place): Choice[] => {
    const { nodeId } = place
    const settings = graph.settings.get(nodeId) ?? noSettings(nodeId)
    const choice = choose(place, settings, catalogue)
    if (choice === null) return []
    if ('id' in choice) return [{ nodeId, model: choice }]
    return [{ nodeId, model: null, problem: { field: settings.field, ...choice } }]
  })
}

const noSettings = (nodeId: string): NodeSettings => {
  const field = ['graph.node_inputs', nodeId, 'model_id'].join('.')
  return { model: null, params: {}, field }
}

type Problem = Omit<FieldProblem, 'field'>

/** Inputs that a problem names. */
const SOURCES_SHOWN = 10
/** Characters of a name that a problem repeats. */
const NAME_SHOWN = 100

/** Returns null for a node that does not generate. */
function choose(place: Place, settings: NodeSettings, catalogue: Catalogue): RunnableModel | Problem | null {
  const type = graphTypeNamed(place.type)
  const { model: name } = settings
  if (name === null) {
    if (!mustGenerate(place, type)) return null
    return { code: 'model_required', message: 'Required: the node generates, and names no model' }
  }
  if (type !== null && !isGenerative(type)) {
    return { code: 'not_generative', message: `A node of type ${place.type} generates nothing` }
  }
  const model = type === null ? catalogue.find(name) : catalogue.findNamed(type, name)
  if (model === null) return unknownModel(catalogue, name, type)
  return fits(model, place, settings) ? model : wrongMode(model, place)
}

/** Nodes of unknown types may pass on any medium. */
function fits(model: RunnableModel, { sources }: Place, { params }: NodeSettings): boolean {
  const given = countUrls(params)
  const count = (medium: 'image' | 'video' | 'audio'): number =>
    given[medium] + sources.filter((source) => source === medium).length
  const media = { image: count('image'), video: count('video'), audio: count('audio') }
  return sources.includes(null) || model.fits(media)
}

function wrongMode({ id }: RunnableModel, { sources }: Place): Problem {
  const media = sources.length === 0 ? 'none' : sources.slice(0, SOURCES_SHOWN).join(', ')
  return { code: 'wrong_mode', message: `Model "${id}" does not take the inputs of the node: ${media}` }
}

/** A node of a generative type holds a given medium instead, when it is an input of the technique or nothing feeds it. */
function mustGenerate({ isInput, isOutput, sources }: Place, type: GraphType | null): boolean {
  if (type === null || !isGenerative(type) || isInput) return false
  return sources.length > 0 || (isOutput && type !== 'text')
}

function unknownModel(catalogue: Catalogue, name: string, type: MediaType | null): Problem {
  const validValues = catalogue.all(type).map(({ id }) => id)
  const kind = type === null ? '' : `${type} `
  const shown = firstCharacters(name, NAME_SHOWN)
  const message = `Model "${shown}" is not available. Available ${kind}models: ${validValues.join(', ')}.`
  return { code: 'unknown_model', message, validValues }
}

function placesOf({ nodes, edges }: TechniqueGraph, inputs: Slots, outputs: Slots): Place[] {
  const inputTypes = new Map(inputs.map(({ nodeId, type }) => [nodeId, KIND[type]]))
  const outputIds = new Set(outputs.map(({ nodeId }) => nodeId))
  const mediumById = new Map(nodes.map(({ id, type }) => [id, mediumOf(type) ?? inputTypes.get(id) ?? null]))
  const sources = new Map<string, Set<string>>()
  for (const { source, target } of edges) {
    const known = sources.get(target)
    if (known === undefined) sources.set(target, new Set([source]))
    else known.add(source)
  }
  return nodes.map(({ id, type }) => ({
    nodeId: id,
    type,
    sources: [...(sources.get(id) ?? [])].map((source) => mediumById.get(source) ?? null),
    isInput: inputTypes.has(id),
    isOutput: outputIds.has(id),
  }))
}
