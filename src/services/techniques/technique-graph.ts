import { type FieldProblem } from '../../kernel/errors.ts'
import { type MicroUsd, microUsd } from '../../kernel/units.ts'
import { longestPath, orderNodes } from '../../simulator/techniques/graph-order.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { RunnableModel } from '../models/runnable-model.ts'
import { chooseModels, type GivenSlot, type TechniqueGraph } from './graph-models.ts'

/** Bounds of stored techniques, which are those of the fixtures. */
const STEPS_MAX = 100
const SECONDS_MAX = 86_400
/** A graph may hold thousands of mistakes. */
const PROBLEMS_MAX = 100
/** Nodes that a problem names. */
const NAMED_MAX = 5

/** What follows from the graph of a technique. */
interface GraphFacts {
  /** Price of a run: the sum of its models. */
  readonly quote: MicroUsd
  /** Duration of a run: nodes that do not depend on each other run at the same time. */
  readonly estimatedSeconds: number
  /** Number of nodes that generate. */
  readonly steps: number
}

interface CheckedGraph {
  readonly problems: readonly FieldProblem[]
  readonly facts: GraphFacts
}

/** Checks a graph, and reckons what follows from it. The facts of a graph with problems have no meaning. */
export function checkGraph(
  graph: TechniqueGraph,
  inputs: readonly GivenSlot[],
  outputs: readonly GivenSlot[],
  catalogue: Catalogue,
): CheckedGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const problems = [...duplicateNodes(graph), ...danglingEdges(graph, nodes), ...strayInputs(graph, nodes)]
  const models = new Map<string, RunnableModel>()
  if (problems.length > 0) return { problems: cut(problems), facts: factsOf(models, [], graph) }
  const { order, cyclic } = orderNodes(nodes.keys(), graph.edges)
  if (cyclic.length > 0) problems.push(cycle(cyclic))
  for (const choice of chooseModels(graph, inputs, outputs, catalogue)) {
    if (choice.model === null) problems.push(choice.problem)
    else models.set(choice.nodeId, choice.model)
  }
  return { problems: cut(problems), facts: factsOf(models, order, graph) }
}

function factsOf(
  models: ReadonlyMap<string, RunnableModel>,
  order: readonly string[],
  { edges }: TechniqueGraph,
): GraphFacts {
  const quote = [...models.values()].reduce((sum, model) => sum + model.quote, 0)
  const seconds = longestPath(order, edges, (id) => models.get(id)?.estimatedSeconds ?? 0)
  return {
    quote: microUsd(quote),
    estimatedSeconds: Math.min(SECONDS_MAX, seconds),
    steps: Math.min(STEPS_MAX, Math.max(1, models.size)),
  }
}

function duplicateNodes({ nodes }: TechniqueGraph): FieldProblem[] {
  const seen = new Set<string>()
  return nodes.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [{ field: `graph.nodes.${index}.id`, code: 'duplicate_id', message: `"${id}" is used twice` }]
  })
}

type Nodes = ReadonlyMap<string, unknown>

export const missingNode = (field: string): FieldProblem => ({
  field,
  code: 'node_not_found',
  message: 'No such node in the graph',
})

function danglingEdges({ edges }: TechniqueGraph, nodes: Nodes): FieldProblem[] {
  return edges.flatMap(({ source, target }, index) => [
    ...(nodes.has(source) ? [] : [missingNode(`graph.edges.${index}.source`)]),
    ...(nodes.has(target) ? [] : [missingNode(`graph.edges.${index}.target`)]),
  ])
}

function strayInputs({ settings }: TechniqueGraph, nodes: Nodes): FieldProblem[] {
  const strays = [...settings.keys()].filter((id) => !nodes.has(id))
  return strays.map((id) => missingNode(`graph.node_inputs.${id}`))
}

function cycle(cyclic: readonly string[]): FieldProblem {
  const named = cyclic
    .slice(0, NAMED_MAX)
    .map((id) => `"${id}"`)
    .join(', ')
  const rest = cyclic.length > NAMED_MAX ? ` and ${cyclic.length - NAMED_MAX} more` : ''
  const message = `The graph has a cycle, which these nodes are part of or depend on: ${named}${rest}`
  return { field: 'graph.edges', code: 'cycle', message }
}

function cut(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  if (problems.length <= PROBLEMS_MAX) return problems
  const message = `The first ${PROBLEMS_MAX} of ${problems.length} problems are listed`
  return [...problems.slice(0, PROBLEMS_MAX), { field: 'graph', code: 'too_many_problems', message }]
}
