import { createHash } from 'node:crypto'
import {
  type Canvas,
  type CanvasNode,
  type GraphType,
  graphTypeOf,
  shortId,
} from '../../simulator/canvas/canvas.ts'
import { type Summary, summarize } from '../../simulator/canvas/summary.ts'
import type { PlannedOutput } from '../../simulator/runs/outputs.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'
import type { RunReader } from '../runs/run-reader.ts'
import { type RunView, viewRun } from '../runs/runs.ts'
import { isGenerative } from './node-model.ts'

type NodeStatus = 'idle' | 'generating' | 'done' | 'error'

/** A node with its state at one instant. */
export interface NodeView {
  readonly node: CanvasNode
  readonly type: GraphType
  /** Null for nodes that never generate. */
  readonly status: NodeStatus | null
  readonly run: RunView | null
  /** The first output of a completed run. */
  readonly output: PlannedOutput | null
}

/** A canvas with the states of its nodes at one instant. */
export interface CanvasView {
  readonly projectId: string
  readonly workspaceId: string
  readonly canvas: Canvas
  readonly nodes: readonly NodeView[]
  /** Last runs of the nodes. */
  readonly views: readonly RunView[]
  /** A hash that changes with the nodes, edges and states. */
  readonly revision: string
  readonly summary: Summary
}

/** The project of a canvas. */
interface CanvasLocation {
  readonly world: WorldKey
  readonly projectId: string
  readonly workspaceId: string
}

/** Derives the states of a canvas from the last run of each node. */
export async function viewCanvas(
  reader: RunReader,
  { world, projectId, workspaceId }: CanvasLocation,
  canvas: Canvas,
  now: EpochMs,
): Promise<CanvasView> {
  const nodes = await Promise.all(canvas.nodes.map(async (node) => viewNode(reader, world, node, now)))
  return {
    projectId,
    workspaceId,
    canvas,
    nodes,
    views: nodes.flatMap(({ run }) => run ?? []),
    revision: revisionOf(canvas, nodes),
    summary: summarize(canvas),
  }
}

async function viewNode(
  reader: RunReader,
  world: WorldKey,
  node: CanvasNode,
  now: EpochMs,
): Promise<NodeView> {
  const type = graphTypeOf(node.block)
  const record = node.runId === null ? null : await reader.find(world, node.runId)
  const run = record === null ? null : viewRun(record, now)
  const output = run?.state.status === 'completed' ? (run.state.outputs[0] ?? null) : null
  return { node, type, run, output, status: statusOf(node, type, run) }
}

function statusOf(
  { contentUrl, extra }: CanvasNode,
  type: GraphType,
  run: RunView | null,
): NodeStatus | null {
  if (contentUrl !== null) return 'done'
  if (!isGenerative(type) && type !== 'action' && type !== 'technique') return null
  if (run === null) return extra.output === undefined ? 'idle' : 'done'
  const { status } = run.state
  if (status === 'completed') return 'done'
  return status === 'failed' ? 'error' : 'generating'
}

/** Hashes the members that a graph reports. Order and progress are not among them. */
function revisionOf({ edges }: Canvas, nodes: readonly NodeView[]): string {
  const reported = nodes.map(({ node, status, output, run }) => [
    [node.ordinal, node.nodeId, node.block, node.label, node.model, node.prompt, node.params, node.x, node.y],
    [node.action, node.contentUrl, status],
    run === null ? node.extra.output : [run.run.id, run.state.status === 'failed' ? run.state.code : output],
  ])
  const wires = edges.map(({ from, to, input }) => [from, to, input])
  return createHash('sha256')
    .update(JSON.stringify([reported, wires]))
    .digest('base64url')
    .slice(0, 22)
}

/** Finds a node by its long or short id. Returns null when there is none. */
export const findNode = ({ nodes }: CanvasView, name: string): NodeView | null =>
  nodes.find(({ node }) => node.nodeId === name) ??
  nodes.find(({ node }) => shortId(node.ordinal) === name) ??
  null
