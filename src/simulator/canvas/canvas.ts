/** FLORA's types of canvas nodes: the block type in definitions, and the type in graphs. */
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

/** Returns the type in graphs of a block type. */
export const graphTypeOf = (block: BlockType): GraphType => GRAPH_TYPES.get(block) ?? 'comment'

/** Returns the type in graphs of a name in either spelling. Null for any other name. */
export function graphTypeNamed(name: string): GraphType | null {
  return BLOCKS.find(([block, type]) => block === name || type === name)?.[1] ?? null
}

/** Returns the block type of a new node of a type in graphs. */
export const blockFor = (type: GraphType): BlockType =>
  BLOCKS.find(([, graphType]) => graphType === type)?.[0] ?? 'comment'

export type JsonObject = Readonly<Record<string, unknown>>

export interface CanvasNode {
  /** Number of the node on its canvas, part of the short id. It is not used again after a deletion. */
  readonly ordinal: number
  /** Position in the order of nodes. */
  readonly rank: number
  readonly nodeId: string
  readonly block: BlockType
  readonly label: string
  /** Id of the model; null without a model. */
  readonly model: string | null
  readonly prompt: string | null
  readonly params: JsonObject | null
  /** Absolute, even in a group. */
  readonly x: number
  readonly y: number
  readonly action: { readonly id: string | null; readonly params: JsonObject | null } | null
  /** URL of the file of a static node. */
  readonly contentUrl: string | null
  readonly assetId: string | null
  /** Ordinal of the group that contains the node. */
  readonly parent: number | null
  /** Id of the node's last run. */
  readonly runId: string | null
  readonly extra: NodeExtra
}

/** Members of a node that the emulator stores and returns in definitions, but does not use. */
export interface NodeExtra {
  /** Unknown members of `data`. */
  readonly data?: JsonObject
  /** Unknown members of `node_inputs`. */
  readonly inputs?: JsonObject
  readonly output?: JsonObject
  readonly document?: JsonObject
  /** Size, style and other members of the layout. */
  readonly frame?: JsonObject
}

export interface CanvasEdge {
  readonly ordinal: number
  readonly id: string
  /** Ordinal of the source. */
  readonly from: number
  /** Ordinal of the target. */
  readonly to: number
  /** Name of the target's input; null when the edge names none. */
  readonly input: string | null
  /** Members that the emulator stores and returns in definitions, but does not use. */
  readonly extra: { readonly handle?: string; readonly data?: JsonObject; readonly type?: string }
}

/** The graph of a project. */
export interface Canvas {
  /** In order of rank. */
  readonly nodes: readonly CanvasNode[]
  readonly edges: readonly CanvasEdge[]
  /** Highest ordinal of a node so far; 0 without nodes. */
  readonly lastNode: number
  /** Highest ordinal of an edge so far; 0 without edges. */
  readonly lastEdge: number
  /** Ordinal of the last run that was added by `withRuns`; 0 without runs. */
  readonly lastRun: number
}

export const EMPTY_CANVAS: Canvas = { nodes: [], edges: [], lastNode: 0, lastEdge: 0, lastRun: 0 }
export const CANVAS_NODES_MAX = 2_000
export const CANVAS_EDGES_MAX = 10_000

export const shortId = (ordinal: number): string => `n${ordinal}`

export type NodeIdentity = Pick<CanvasNode, 'ordinal' | 'rank' | 'nodeId'>

/** Creates a node without label, model, content and group. */
export function blankNode(block: BlockType, identity: NodeIdentity): CanvasNode {
  return {
    ...identity,
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
