import { blockFor, type CanvasNode } from '../../simulator/canvas/canvas.ts'
import { positionsBelow } from '../../simulator/canvas/layout.ts'
import { labelFor } from '../../simulator/canvas/canvas-runs.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { AddNode } from './changeset.ts'
import type { CanvasDraft } from './draft.ts'
import { groupCycles } from './groups.ts'
import {
  checkParams,
  findModel,
  isGenerative,
  rejectSettings,
  settingsIn,
  staticBlock,
} from './node-model.ts'

type Entry = readonly [index: number, add: AddNode]

/**
 * Adds nodes, groups first. Invalid nodes are added as well, so that references to them are not reported as a second
 * error. Fields of problems are paths of the request body.
 */
export function addNodes(
  draft: CanvasDraft,
  adds: readonly AddNode[],
  catalogue: Catalogue,
): ReadonlyMap<string, CanvasNode> {
  const created = new Map<string, CanvasNode>()
  const placeOf = positionsBelow([...draft.nodes.values()])
  const entries: readonly Entry[] = [...adds.entries()]
  const groups = entries.filter(([, { type }]) => type === 'group')
  const others = entries.filter(([, { type }]) => type !== 'group')
  let placed = 0
  for (const [index, add] of [...groups, ...others]) {
    if (!isFreeRef(draft, add.ref, created, `add.${index}.ref`)) continue
    checkContent(draft, add, `add.${index}`)
    const position = add.position ?? placeOf(placed)
    if (add.position === undefined) placed += 1
    const node = { ...draft.add(blockOf(add)), ...contentOf(draft, index, add, catalogue), ...position }
    draft.set(node)
    draft.name(add.ref, node)
    created.set(add.ref, node)
  }
  assignGroups(draft, entries, created)
  return created
}

function isFreeRef(
  draft: CanvasDraft,
  ref: string,
  created: ReadonlyMap<string, CanvasNode>,
  field: string,
): boolean {
  if (created.has(ref)) draft.reject(field, 'duplicate_ref', `"${ref}" is used twice`)
  else if (draft.find(ref) !== null) draft.reject(field, 'ref_collision', `"${ref}" is a node of this canvas`)
  else return true
  return false
}

function checkContent(draft: CanvasDraft, add: AddNode, field: string): void {
  const { type, contentUrl } = add
  const settings = settingsIn(add)
  if (contentUrl !== undefined) {
    if (!['image', 'video', 'audio', 'static_image'].includes(type)) {
      draft.reject(
        `${field}.content_url`,
        'content_url_not_supported',
        `A node of type ${type} shows no media`,
      )
    }
    if (settings.length > 0) {
      const message = `Cannot be combined with ${settings.join(', ')}`
      draft.reject(`${field}.content_url`, 'content_url_exclusive', message)
    }
    return
  }
  if (type === 'static_image') draft.reject(`${field}.content_url`, 'content_url_required', 'Required')
  if (!isGenerative(type)) rejectSettings(draft, type, settings, field)
}

const blockOf = ({ type, contentUrl }: AddNode) =>
  contentUrl === undefined ? blockFor(type) : staticBlock(type)

function contentOf(
  draft: CanvasDraft,
  index: number,
  add: AddNode,
  catalogue: Catalogue,
): Partial<CanvasNode> {
  const { type, contentUrl = null, prompt = null, params = null } = add
  const label = add.label ?? (prompt === null ? type : labelFor(prompt))
  if (contentUrl !== null || !isGenerative(type)) return { label, contentUrl }
  const model = findModel(draft, catalogue, type, add.model ?? null, `add.${index}.model`)
  if (model !== null && params !== null) checkParams(draft, model, params, `add.${index}.params`)
  return { label, prompt, params, model: model?.id ?? null }
}

/** Sets the groups after all nodes exist, so that the order in the request does not matter. */
function assignGroups(draft: CanvasDraft, entries: readonly Entry[], created: Map<string, CanvasNode>): void {
  const fields = new Map<number, string>()
  for (const [index, { ref, group }] of entries) {
    const node = created.get(ref)
    if (group === undefined || node === undefined) continue
    const field = `add.${index}.group`
    const parent = draft.resolve(group, field)
    if (parent === null) continue
    if (parent.block !== 'group') draft.reject(field, 'not_a_group', `"${group}" is not a group`)
    const member = { ...node, parent: parent.ordinal }
    draft.set(member)
    created.set(ref, member)
    fields.set(member.ordinal, field)
  }
  if (fields.size === 0) return
  for (const { ordinal } of groupCycles(draft.nodes)) {
    const field = fields.get(ordinal)
    if (field !== undefined) draft.reject(field, 'group_cycle', 'Groups cannot contain each other')
  }
}
