import type { FieldProblem } from '../../kernel/errors.ts'
import type { TechniqueSlot } from '../../store/techniques/technique-records.ts'
import { type GivenSlot, KIND, mediumOf, type TechniqueGraph } from './graph-models.ts'
import { missingNode } from './technique-graph.ts'

/** Ids of slots are parts of URLs. */
const SLOT_ID = /^[A-Za-z0-9_-]{1,100}$/

/**
 * Returns the problems of inputs or outputs.
 *
 * @param field `inputs` or `outputs`
 */
export function slotProblems(
  slots: readonly GivenSlot[],
  { nodes }: TechniqueGraph,
  field: string,
): FieldProblem[] {
  const typeOf = new Map(nodes.map(({ id, type }) => [id, type]))
  const seen = new Set<string>()
  return slots.flatMap((slot, index) => {
    const { nodeId, id = nodeId, type } = slot
    const at = `${field}.${index}`
    const nodeType = typeOf.get(nodeId)
    if (nodeType === undefined) return [missingNode(`${at}.node_id`)]
    const problems: FieldProblem[] = []
    if (!SLOT_ID.test(id)) {
      const message = 'Must be 1 to 100 letters, digits, "-" and "_"; it is the id of the node when absent'
      problems.push({ field: `${at}.id`, code: 'invalid_id', message })
    }
    if (seen.has(id))
      problems.push({ field: `${at}.id`, code: 'duplicate_id', message: `"${id}" is used twice` })
    seen.add(id)
    const medium = mediumOf(nodeType)
    if (medium !== null && KIND[type] !== medium) {
      const message = `The node is of type ${nodeType}, which has no ${KIND[type]}`
      problems.push({ field: `${at}.type`, code: 'wrong_type', message })
    }
    return problems
  })
}

/** Returns the slots with the format that the parameters of their nodes give. */
export function toSlots(slots: readonly GivenSlot[], { settings }: TechniqueGraph): TechniqueSlot[] {
  return slots.map(({ nodeId, id = nodeId, name, type, description }) => ({
    id,
    nodeId,
    name,
    type,
    ...(description === undefined ? {} : { description }),
    ...formatOf(settings.get(nodeId)?.params ?? {}),
  }))
}

function formatOf(
  params: Readonly<Record<string, unknown>>,
): Pick<TechniqueSlot, 'aspectRatio' | 'duration'> {
  const { ['aspect_ratio']: aspectRatio, duration } = params
  const seconds = typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : duration
  return {
    ...(typeof aspectRatio === 'string' ? { aspectRatio } : {}),
    ...(typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds) ? { duration: seconds } : {}),
  }
}
