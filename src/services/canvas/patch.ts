import { validationError } from '../../kernel/errors.ts'
import { blockFor, type Canvas, type JsonObject } from '../../simulator/canvas/canvas.ts'
import { positionsBelow } from '../../simulator/canvas/layout.ts'
import { labelFor } from '../../simulator/canvas/canvas-runs.ts'
import { type Flowchart, MermaidError, parseMermaid } from '../../simulator/canvas/mermaid-read.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'
import type { ChangesetAnswer, ChangesetContext } from './changeset.ts'
import { CanvasDraft, type CanvasEdit } from './draft.ts'
import { checkSize, findModel, isGenerative, staticBlock } from './node-model.ts'

/** Members of a node that a diagram cannot express. */
export interface PatchParams {
  readonly prompt: string | null
  readonly model: string | null
  readonly contentUrl: string | null
  readonly params: JsonObject
}

/** A diagram to add to a canvas. */
export interface CanvasPatch {
  readonly diagram: string
  /** By the ids of the diagram. */
  readonly nodeParams: ReadonlyMap<string, PatchParams>
}

interface PatchAnswer extends Pick<ChangesetAnswer, 'problems' | 'warnings'> {
  readonly nodes: number
  readonly edges: number
}

/**
 * Parses a Mermaid flowchart.
 *
 * @throws ApiError 400 on `diagram` for a syntax error
 */
export function readDiagram(text: string): Flowchart {
  try {
    return parseMermaid(text)
  } catch (error) {
    if (!(error instanceof MermaidError)) throw error
    throw validationError([{ field: 'diagram', code: 'invalid_diagram', message: error.message }])
  }
}

/** Adds the nodes and edges of a flowchart. Existing nodes do not change. Fields of problems are paths of the request body. */
export function applyPatch(
  canvas: Canvas,
  { nodes, edges, warnings }: Flowchart,
  nodeParams: CanvasPatch['nodeParams'],
  context: ChangesetContext,
): CanvasEdit<PatchAnswer> {
  const draft = new CanvasDraft(canvas, context.nodeIdOf)
  draft.warnings.push(...warnings)
  const placeOf = positionsBelow(canvas.nodes)
  const declared = new Set<string>()
  for (const { id, label, line } of nodes) {
    if (declared.has(id)) {
      draft.warnings.push(`line ${line}: ${id} was declared before; the first label applies`)
      continue
    }
    if (draft.find(id) !== null) {
      draft.warnings.push(`line ${line}: ${id} is on the canvas already; a new node was added instead`)
    }
    const content = contentOf(draft, { id, label, line }, nodeParams.get(id) ?? NO_PARAMS, context)
    const { block, ...members } = content
    const node = { ...draft.add(block), ...members, ...placeOf(declared.size) }
    draft.set(node)
    draft.name(id, node)
    declared.add(id)
  }
  for (const id of nodeParams.keys()) {
    if (!declared.has(id))
      draft.reject(`node_params.${id}`, 'node_not_found', 'The diagram declares no such node')
  }
  const connected = connectNodes(draft, edges)
  const after = draft.finish('diagram')
  const changed = declared.size + connected > 0
  return {
    canvas: changed || after === null ? after : canvas,
    answer: { nodes: declared.size, edges: connected, warnings: draft.warnings, problems: draft.problems },
  }
}

const NO_PARAMS: PatchParams = { prompt: null, model: null, contentUrl: null, params: {} }

function contentOf(
  draft: CanvasDraft,
  { id, label, line }: Flowchart['nodes'][number],
  { prompt, model, contentUrl, params }: PatchParams,
  { catalogue }: ChangesetContext,
) {
  const { text, type } = readLabel(draft, label, line)
  const field = `node_params.${id}`
  if (contentUrl === null) {
    checkSize(draft, params, `${field}.model_parameters`)
    const chosen = findModel(draft, catalogue, type, model, `${field}.model`)
    const asked = prompt ?? text
    return {
      block: blockFor(type),
      label: text === '' ? labelFor(asked) : text,
      prompt: asked === '' ? null : asked,
      model: chosen?.id ?? null,
      params: Object.keys(params).length === 0 ? null : params,
    }
  }
  if (prompt !== null)
    draft.reject(`${field}.content_url`, 'content_url_exclusive', 'Cannot be combined with prompt')
  if (text !== '') {
    draft.reject(
      `${field}.content_url`,
      'content_url_exclusive',
      `The label must name the type only: "(${type})"`,
    )
  }
  if (type === 'text')
    draft.reject(`${field}.content_url`, 'content_url_not_supported', 'A text node shows no media')
  return { block: staticBlock(type), label: type, contentUrl }
}

/** Splits a label such as `Text (Image)` into its text and its type. */
function readLabel(draft: CanvasDraft, label: string, line: number): { text: string; type: MediaType } {
  const open = label.endsWith(')') ? label.lastIndexOf('(') : -1
  const name =
    open === -1
      ? ''
      : label
          .slice(open + 1, -1)
          .trim()
          .toLowerCase()
  const type = MEDIA_TYPES.find((candidate) => candidate === name)
  if (type !== undefined && isGenerative(type)) return { text: label.slice(0, open).trim(), type }
  if (/^[a-z_]+$/.test(name)) {
    draft.reject('diagram', 'unknown_node_type', `line ${line}: "${name}" is not Image, Video, Text or Audio`)
  } else draft.warnings.push(`line ${line}: the label names no type such as (Image); Image is assumed`)
  return { text: label, type: 'image' }
}

const MEDIA_TYPES = ['image', 'video', 'text', 'audio'] as const

function connectNodes(draft: CanvasDraft, edges: Flowchart['edges']): number {
  let connected = 0
  for (const { from, to, label, line } of edges) {
    const [source, target] = [draft.find(from), draft.find(to)]
    if (source === null || target === null) {
      const missing = source === null ? from : to
      draft.reject(
        'diagram',
        'node_not_found',
        `line ${line}: ${missing} is neither declared nor on the canvas`,
      )
    } else if (source.ordinal === target.ordinal) {
      draft.reject('diagram', 'self_connection', `line ${line}: a node cannot be its own input`)
    } else if (source.block === 'group' || target.block === 'group') {
      draft.reject('diagram', 'not_connectable', `line ${line}: groups have no edges`)
    } else if (draft.connect(source.ordinal, target.ordinal, label)) connected += 1
    else draft.warnings.push(`line ${line}: ${from} and ${to} are connected already`)
  }
  return connected
}
