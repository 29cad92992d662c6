/** FLORA's canvas node types, as definitions spell them, and what graphs call them. */
const BLOCKS = [
  ['emptyImageBlock', 'image'],
  ['videoBlock', 'video'],
  ['textBlock', 'text'],
  ['audioBlock', 'audio'],
  ['group', 'group'],
  ['staticImageBlock', 'static_image'],
  ['staticVideoBlock', 'static_video'],
  ['staticAudioBlock', 'static_audio'],
  ['layerEditorNode', 'layer_editor'],
  ['codeBlock', 'action'],
  ['outpaintImageBlock', 'image'],
  ['inpaintImageBlock', 'image'],
  ['resultImageBlock', 'image'],
  ['resultVideoBlock', 'video'],
  ['resultTextBlock', 'text'],
  ['resultAudioBlock', 'audio'],
  ['comment', 'comment'],
  ['ghost', 'ghost'],
  ['virtualSourceNode', 'virtual_source'],
  ['techniqueBlock', 'technique'],
  ['videoEditorNode', 'video_editor'],
  ['collectionNode', 'batch'],
  ['routerNode', 'router'],
  ['switchNode', 'switch'],
  ['elementNode', 'element'],
  ['textLabel', 'label'],
  ['documentNode', 'document'],
  ['exportNode', 'export'],
  ['webcamNode', 'webcam'],
  ['model3dNode', 'model_3d'],
] as const

export type BlockType = (typeof BLOCKS)[number][0]
export type GraphType = (typeof BLOCKS)[number][1]

const GRAPH_TYPES: ReadonlyMap<string, GraphType> = new Map(BLOCKS)

/** What a graph calls a node of a block type. */
export const graphTypeOf = (block: BlockType): GraphType => GRAPH_TYPES.get(block) ?? 'comment'

/** The block that a new node of a graph type is. */
export const blockFor = (type: GraphType): BlockType =>
  BLOCKS.find(([, graphType]) => graphType === type)?.[0] ?? 'comment'

export type JsonObject = Readonly<Record<string, unknown>>

export interface CanvasNode {
  /** Counts the nodes of a canvas and is never used again; the short id is made of it. */
  readonly ordinal: number
  /** Orders the nodes of a canvas. */
  readonly rank: number
  readonly nodeId: string
  readonly block: BlockType
  readonly label: string
  /** Endpoint id. */
  readonly model: string | null
  readonly prompt: string | null
  readonly params: JsonObject | null
  /** Absolute. */
  readonly x: number
  readonly y: number
  readonly action: { readonly id: string | null; readonly params: JsonObject | null } | null
  /** What a static node shows. */
  readonly contentUrl: string | null
  readonly assetId: string | null
  /** The ordinal of the group that it is in. */
  readonly parent: number | null
  /** The last run. */
  readonly runId: string | null
  /** What only definitions know. */
  readonly extra: NodeExtra
}

export interface NodeExtra {
  /** Members of `data` and `node_inputs` that mean nothing here. */
  readonly data?: JsonObject
  readonly inputs?: JsonObject
  /** The output a definition came with. */
  readonly output?: JsonObject
  readonly document?: JsonObject
  /** Size, style and the like, as they came. */
  readonly frame?: JsonObject
}

export interface CanvasEdge {
  readonly ordinal: number
  readonly id: string
  /** Ordinals of nodes. */
  readonly from: number
  readonly to: number
  /** The slot of the target. */
  readonly input: string | null
  /** What only definitions know. */
  readonly extra: { readonly handle?: string; readonly data?: JsonObject; readonly type?: string }
}

/** A project's graph, and how far its numbers have counted. */
export interface Canvas {
  /** By rank. */
  readonly nodes: readonly CanvasNode[]
  readonly edges: readonly CanvasEdge[]
  readonly lastNode: number
  readonly lastEdge: number
  /** The ordinal of the last run that the canvas has taken note of. */
  readonly lastRun: number
}

export const EMPTY_CANVAS: Canvas = { nodes: [], edges: [], lastNode: 0, lastEdge: 0, lastRun: 0 }
export const CANVAS_NODES_MAX = 2_000
export const CANVAS_EDGES_MAX = 10_000

export const shortId = (ordinal: number): string => `n${ordinal}`

/** What a node is by itself: no model, no content, in no group. */
export function blankNode(
  block: BlockType,
  place: Pick<CanvasNode, 'ordinal' | 'rank' | 'nodeId'>,
): CanvasNode {
  return {
    ...place,
    block,
    label: '',
    model: null,
    prompt: null,
    params: null,
    x: 0,
    y: 0,
    action: null,
    contentUrl: null,
    assetId: null,
    parent: null,
    runId: null,
    extra: {},
  }
}
