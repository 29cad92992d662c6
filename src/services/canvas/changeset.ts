import type { FieldProblem } from '../../kernel/errors.ts'
import {
  type Canvas,
  type CanvasNode,
  type GraphType,
  graphTypeOf,
  type JsonObject,
} from '../../simulator/canvas/canvas.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { addNodes } from './changeset-add.ts'
import { updateNodes } from './changeset-update.ts'
import { CanvasDraft, type CanvasEdit } from './draft.ts'
import { membersOf } from './groups.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** Members that added and updated nodes share. */
interface Settings {
  readonly label?: string | undefined
  readonly prompt?: string | undefined
  /** Id or name. */
  readonly model?: string | undefined
  readonly params?: JsonObject | undefined
  readonly position?: Point | undefined
}

/** A node to add. */
export interface AddNode extends Settings {
  /** Name of the node within the request. */
  readonly ref: string
  readonly type: Extract<
    GraphType,
    'image' | 'video' | 'text' | 'audio' | 'group' | 'static_image' | 'layer_editor'
  >
  readonly contentUrl?: string | undefined
  /** Short id, long id or ref of a group. */
  readonly group?: string | undefined
}

/** A node to change. Absent members stay as they are. */
export interface UpdateNode extends Settings {
  /** Short id, long id or ref. */
  readonly id: string
}

/** An edge to add or remove. */
interface Connection {
  readonly from: string
  readonly to: string
  /** Name of the input at the target. */
  readonly in?: string | undefined
}

/** Changes of a canvas that are applied together. */
export interface Changeset {
  readonly add: readonly AddNode[]
  readonly update: readonly UpdateNode[]
  readonly connect: readonly Connection[]
  readonly disconnect: readonly Connection[]
  readonly remove: readonly { readonly id: string }[]
}

/** What edits need besides the canvas. */
export interface ChangesetContext {
  readonly catalogue: Catalogue
  /** Returns the long id of a node. */
  readonly nodeIdOf: (ordinal: number) => string
}

type Counts = Record<'added' | 'updated' | 'connected' | 'disconnected' | 'removed', number>

/** The result of a changeset. With problems, it changed nothing. */
export interface ChangesetAnswer {
  readonly applied: Counts
  /** New nodes by their refs. */
  readonly created: ReadonlyMap<string, CanvasNode>
  readonly warnings: readonly string[]
  readonly problems: readonly FieldProblem[]
}

/** Operations of one changeset. */
const ENTRIES_MAX = 500

/** Applies a whole changeset, or reports all of its problems. */
export function applyChangeset(
  canvas: Canvas,
  changeset: Changeset,
  { catalogue, nodeIdOf }: ChangesetContext,
): CanvasEdit<ChangesetAnswer> {
  const draft = new CanvasDraft(canvas, nodeIdOf)
  const { add, update, connect, disconnect, remove } = changeset
  const entries = add.length + update.length + connect.length + disconnect.length + remove.length
  if (entries > ENTRIES_MAX) {
    draft.reject('body', 'too_many_operations', `At most ${ENTRIES_MAX} operations in a changeset`)
  }
  const created = addNodes(draft, add, catalogue)
  const applied = {
    added: add.length,
    updated: updateNodes(draft, update, catalogue),
    connected: connectNodes(draft, connect),
    disconnected: disconnectNodes(draft, disconnect),
    removed: removeNodes(draft, remove),
  }
  const after = draft.finish('add')
  const { warnings, problems } = draft
  const isUntouched = after !== null && Object.values(applied).every((count) => count === 0)
  return {
    // The old object tells the store that there is nothing to write.
    canvas: isUntouched ? canvas : after,
    answer: { applied, created, warnings, problems },
  }
}

/** Returns true for nodes that can have edges. */
const isConnectable = ({ block }: CanvasNode): boolean =>
  !['group', 'comment', 'label'].includes(graphTypeOf(block))

function connectNodes(draft: CanvasDraft, connections: Changeset['connect']): number {
  let connected = 0
  for (const [index, connection] of connections.entries()) {
    const ends = resolveEnds(draft, connection, `connect.${index}`)
    if (ends === null) continue
    const { from, to } = ends
    if (from.ordinal === to.ordinal) {
      draft.reject(`connect.${index}.to`, 'self_connection', 'A node cannot be its own input')
    } else if (!isConnectable(from) || !isConnectable(to)) {
      draft.reject(`connect.${index}`, 'not_connectable', 'Nodes of this type have no edges')
    } else if (draft.connect(from.ordinal, to.ordinal, connection.in ?? null)) connected += 1
    else
      draft.warnings.push(`connect.${index}: ${connection.from} and ${connection.to} are connected already`)
  }
  return connected
}

function disconnectNodes(draft: CanvasDraft, connections: Changeset['disconnect']): number {
  let disconnected = 0
  for (const [index, connection] of connections.entries()) {
    const ends = resolveEnds(draft, connection, `disconnect.${index}`)
    if (ends === null) continue
    const { from, to } = ends
    const gone = draft.disconnect(
      (edge) =>
        edge.from === from.ordinal &&
        edge.to === to.ordinal &&
        (connection.in === undefined || edge.input === connection.in),
    )
    disconnected += gone
    if (gone === 0) draft.warnings.push(`disconnect.${index}: no such edge`)
  }
  return disconnected
}

function resolveEnds(draft: CanvasDraft, connection: Connection, field: string) {
  const from = draft.resolve(connection.from, `${field}.from`)
  const to = draft.resolve(connection.to, `${field}.to`)
  return from === null || to === null ? null : { from, to }
}

function removeNodes(draft: CanvasDraft, removals: Changeset['remove']): number {
  const found = removals.map(({ id }, index) => draft.resolve(id, `remove.${index}.id`))
  const gone = new Set<number>()
  for (const [index, node] of found.entries()) {
    if (node === null) continue
    if (gone.has(node.ordinal))
      draft.warnings.push(`remove.${index}: already removed, by itself or with its group`)
    gone.add(node.ordinal)
    for (const member of membersOf(draft.nodes.values(), node.ordinal)) gone.add(member)
  }
  if (gone.size === 0) return 0
  for (const ordinal of gone) draft.nodes.delete(ordinal)
  draft.disconnect(({ from, to }) => gone.has(from) || gone.has(to))
  return gone.size
}
