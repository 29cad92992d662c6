import { type CanvasNode, graphTypeOf, type JsonObject } from '../../simulator/canvas/canvas.ts'
import { clampCoordinate } from '../../simulator/canvas/layout.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { UpdateNode } from './changeset.ts'
import type { CanvasDraft } from './draft.ts'
import { membersOf } from './groups.ts'
import { checkParams, findModel, isGenerative, rejectSettings, settingsIn } from './node-model.ts'
import { paramProblems } from './params.ts'

/** Applies updates, and returns the number of nodes that changed. */
export function updateNodes(
  draft: CanvasDraft,
  updates: readonly UpdateNode[],
  catalogue: Catalogue,
): number {
  const seen = new Set<number>()
  let changed = 0
  for (const [index, update] of updates.entries()) {
    const field = `update.${index}`
    const node = draft.resolve(update.id, `${field}.id`)
    if (node === null) continue
    if (seen.has(node.ordinal)) {
      draft.reject(`${field}.id`, 'duplicate_update', `"${update.id}" is updated twice`)
      continue
    }
    seen.add(node.ordinal)
    const after = updated(draft, node, update, field, catalogue)
    if (JSON.stringify(after) === JSON.stringify(node)) {
      draft.warnings.push(`${field}: ${update.id} has these values already`)
      continue
    }
    moveMembers(draft, node, after)
    draft.set(after)
    changed += 1
  }
  return changed
}

function updated(
  draft: CanvasDraft,
  node: CanvasNode,
  update: UpdateNode,
  field: string,
  catalogue: Catalogue,
): CanvasNode {
  const { label = node.label, prompt = node.prompt, position = { x: node.x, y: node.y } } = update
  const moved = { ...node, label, x: position.x, y: position.y }
  const settings = settingsIn(update)
  if (settings.length === 0) return moved
  const type = graphTypeOf(node.block)
  if (!isGenerative(type)) {
    rejectSettings(draft, type, settings, field)
    return moved
  }
  if (update.model === undefined && update.params === undefined) return { ...moved, prompt }
  const model = findModel(draft, catalogue, type, update.model ?? node.model, `${field}.model`)
  if (model === null) return moved
  if (update.params !== undefined) checkParams(draft, model, update.params, `${field}.params`)
  const kept = update.model === undefined ? node.params : withoutForeign(draft, node, model, field)
  const params = update.params === undefined ? kept : { ...kept, ...update.params }
  return { ...moved, prompt, params, model: update.model === undefined ? node.model : model.id }
}

/** Drops the parameters of a node that its new model does not take, with a warning. */
function withoutForeign(
  draft: CanvasDraft,
  { params }: CanvasNode,
  model: Parameters<typeof paramProblems>[0],
  field: string,
): JsonObject | null {
  if (params === null) return null
  const foreign = paramProblems(model, params).map(({ name }) => name)
  if (foreign.length === 0) return params
  draft.warnings.push(`${field}: ${model.id} does not take ${foreign.join(', ')}, which the node had`)
  return Object.fromEntries(Object.entries(params).filter(([name]) => !foreign.includes(name)))
}

/** Moves the members of a group with it. */
function moveMembers(draft: CanvasDraft, before: CanvasNode, after: CanvasNode): void {
  const [dx, dy] = [after.x - before.x, after.y - before.y]
  if (before.block !== 'group' || (dx === 0 && dy === 0)) return
  for (const ordinal of membersOf(draft.nodes.values(), before.ordinal)) {
    const member = draft.nodes.get(ordinal)
    if (member !== undefined)
      draft.set({ ...member, x: clampCoordinate(member.x + dx), y: clampCoordinate(member.y + dy) })
  }
}
