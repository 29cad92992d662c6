/** Applies random changesets to a canvas and to a simple model of it, and compares them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Changeset, applyChangeset } from '../../../src/services/canvas/changeset.ts'
import { loadFixtures } from '../../../src/server/fixtures.ts'
import { Catalogue } from '../../../src/services/models/catalogue.ts'
import { type Canvas, EMPTY_CANVAS } from '../../../src/simulator/canvas/canvas.ts'

const context = {
  catalogue: new Catalogue(loadFixtures(null).models, []),
  nodeIdOf: (ordinal: number) => `uuid${ordinal}`,
}

const ref = fc.constantFrom('a', 'b', 'c', 'd')
const name = fc.oneof(
  ref,
  fc.integer({ min: 1, max: 9 }).map((ordinal) => `n${ordinal}`),
)
const connection = fc.record({ from: name, to: name })
/** Mostly empty, so that many changesets are valid. */
const list = <Item>(item: fc.Arbitrary<Item>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(item, { maxLength: 2 }) },
  )
const changeset: fc.Arbitrary<Changeset> = fc.record({
  add: fc.array(
    fc.record(
      { ref, type: fc.constantFrom('image', 'group'), group: fc.option(name, { nil: undefined, freq: 1 }) },
      { requiredKeys: ['ref', 'type'] },
    ),
    { maxLength: 3 },
  ),
  update: list(fc.record({ id: name, label: fc.constantFrom('x', 'y') })),
  connect: list(connection),
  disconnect: list(connection),
  remove: list(fc.record({ id: name })),
})

/** Adds the groups n1 and n2 and the images n3 to n5. */
const FIRST: Changeset = {
  add: [
    { ref: 'g', type: 'group' },
    { ref: 'x', type: 'image', group: 'g' },
    { ref: 'y', type: 'image' },
    { ref: 'z', type: 'image' },
    { ref: 'h', type: 'group', group: 'g' },
  ],
  update: [],
  connect: [{ from: 'x', to: 'y' }],
  disconnect: [],
  remove: [],
}

interface Node {
  isGroup: boolean
  label: string
  parent: string | null
}

/** Nodes by short id, and edges as `from>to`. */
interface Model {
  nodes: Map<string, Node>
  edges: Set<string>
  last: number
}

class Refused extends Error {}

function check(condition: boolean): asserts condition {
  if (!condition) throw new Refused()
}

/** Applies a changeset to the model. @throws Refused for an invalid changeset */
function expected(before: Model, { add, update, connect, disconnect, remove }: Changeset): Model {
  const nodes = new Map(Array.from(before.nodes, ([id, node]) => [id, { ...node }]))
  const edges = new Set(before.edges)
  let { last } = before
  const ids = new Map<string, string>()
  const find = (text: string): { id: string; node: Node } => {
    // A new node is named by its ref, because its short id is not known yet.
    const id = ids.get(text) ?? text
    const node = nodes.get(id)
    check(node !== undefined && (ids.has(text) || before.nodes.has(text)))
    return { id, node }
  }
  const groupsFirst = [
    ...add.filter(({ type }) => type === 'group'),
    ...add.filter(({ type }) => type !== 'group'),
  ]
  for (const each of groupsFirst) {
    check(!ids.has(each.ref))
    last += 1
    ids.set(each.ref, `n${last}`)
    nodes.set(`n${last}`, { isGroup: each.type === 'group', label: each.type, parent: null })
  }
  for (const each of add) {
    if (each.group === undefined) continue
    const group = find(each.group)
    check(group.node.isGroup)
    find(each.ref).node.parent = group.id
  }
  const ancestors = (id: string, seen: readonly string[] = []): readonly string[] => {
    const parent = nodes.get(id)?.parent ?? null
    check(parent === null || !seen.includes(parent))
    return parent === null ? seen : ancestors(parent, [...seen, parent])
  }
  for (const id of nodes.keys()) check(!ancestors(id, [id]).slice(1).includes(id))
  check(new Set(update.map(({ id }) => find(id).id)).size === update.length)
  for (const { id, label } of update) find(id).node.label = label ?? ''
  for (const { from, to } of connect) {
    const [a, b] = [find(from), find(to)]
    check(a.id !== b.id && !a.node.isGroup && !b.node.isGroup)
    edges.add(`${a.id}>${b.id}`)
  }
  for (const { from, to } of disconnect) edges.delete(`${find(from).id}>${find(to).id}`)
  const gone = new Set(remove.map(({ id }) => find(id).id))
  for (const id of nodes.keys()) if (ancestors(id).some((group) => gone.has(group))) gone.add(id)
  for (const id of gone) nodes.delete(id)
  for (const edge of edges) if (edge.split('>').some((id) => gone.has(id))) edges.delete(edge)
  return { nodes, edges, last }
}

const shown = ({ nodes, edges, lastNode }: Canvas): Model => ({
  nodes: new Map(
    nodes.map(({ ordinal, block, label, parent }) => [
      `n${ordinal}`,
      { isGroup: block === 'group', label, parent: parent === null ? null : `n${parent}` },
    ]),
  ),
  edges: new Set(edges.map(({ from, to }) => `n${from}>n${to}`)),
  last: lastNode,
})

test('a changeset is applied as a whole, or refused and changes nothing', () => {
  let accepted = 0
  fc.assert(
    fc.property(fc.array(changeset, { maxLength: 8 }), (changesets) => {
      let canvas: Canvas = EMPTY_CANVAS
      let model: Model = { nodes: new Map(), edges: new Set(), last: 0 }
      for (const each of [FIRST, ...changesets]) {
        const before = structuredClone(canvas)
        const { canvas: after, answer } = applyChangeset(canvas, each, context)
        expect(canvas).toEqual(before)
        expect(after === null).toBe(answer.problems.length > 0)
        try {
          model = expected(model, each)
          expect(answer.problems).toEqual([])
          accepted += 1
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          expect(answer.problems).not.toEqual([])
        }
        canvas = after ?? canvas
        expect(shown(canvas)).toEqual(model)
      }
    }),
    { numRuns: 400 },
  )
  expect(accepted).toBeGreaterThan(600)
})
