import { validationError } from '../../kernel/errors.ts'
import type { NewTechnique } from '../../store/techniques/technique-records.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { GivenSlot, TechniqueGraph } from './graph-models.ts'
import { checkGraph } from './technique-graph.ts'
import { slotProblems, toSlots } from './technique-slots.ts'

const SLUG_LENGTH_MAX = 60

/** A technique as a client defines it. */
export interface RequestedTechnique extends Pick<
  NewTechnique,
  'workspaceId' | 'projectId' | 'name' | 'description' | 'visibility' | 'details'
> {
  readonly graph: TechniqueGraph
  readonly inputs: readonly GivenSlot[]
  readonly outputs: readonly GivenSlot[]
}

/**
 * Checks the graph and the slots of a technique, and returns what is to be stored of it.
 *
 * @throws ApiError 400 with every problem
 */
export function planTechnique(
  { graph, inputs, outputs, ...members }: RequestedTechnique,
  catalogue: Catalogue,
): Omit<NewTechnique, 'id' | 'createdAt'> {
  const { problems, facts } = checkGraph(graph, inputs, outputs, catalogue)
  const all = [
    ...problems,
    ...slotProblems(inputs, graph, 'inputs'),
    ...slotProblems(outputs, graph, 'outputs'),
  ]
  if (all.length > 0) throw validationError(all)
  return {
    ...members,
    ...facts,
    slug: slugOf(members.name),
    inputs: toSlots(inputs, graph),
    outputs: toSlots(outputs, graph),
  }
}

/** Returns a readable name for paths. @example "Café Crème" becomes `cafe-creme` */
function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  const slug = (words ?? []).join('-').slice(0, SLUG_LENGTH_MAX).replace(/-$/, '')
  return slug === '' ? 'technique' : slug
}
