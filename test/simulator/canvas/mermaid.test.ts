import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankNode, type Canvas, EMPTY_CANVAS } from '../../../src/simulator/canvas/canvas.ts'
import { MermaidError, parseMermaid } from '../../../src/simulator/canvas/mermaid-read.ts'
import { writeMermaid } from '../../../src/simulator/canvas/mermaid-write.ts'

const labels = (text: string) => parseMermaid(text).nodes.map(({ id, label }) => `${id}=${label}`)
const arrows = (text: string) =>
  parseMermaid(text).edges.map(({ from, to, label }) => `${from}>${to}${label === null ? '' : `|${label}`}`)

test.each([
  'graph LR',
  'flowchart TD',
  'graph TB',
  'flowchart BT',
  'graph RL',
  'graph',
  '  %% hi\n\ngraph LR;\r\n',
])('the header %j is an empty flowchart', (text) => {
  expect(parseMermaid(text)).toEqual({ nodes: [], edges: [], warnings: [] })
})

test('labels are read with and without quotes', () => {
  const text =
    'graph LR\n a["A mug (Image)"]\n b-2[It turns (Video)]; \n c_3["a #quot;b#quot; #35; [x] --> %%"]'
  expect(labels(text)).toEqual(['a=A mug (Image)', 'b-2=It turns (Video)', 'c_3=a "b" # [x] --> %%'])
})

test('edges are read with labels, in chains and as lists', () => {
  expect(arrows('graph LR\na-->b\nb --- c\nc -->|image| d\nd-->| "end frame" |e')).toEqual([
    'a>b',
    'b>c',
    'c>d|image',
    'd>e|end frame',
  ])
  const text = 'graph LR\na["A"] & b --> c --> d["D"] & e'
  expect(arrows(text)).toEqual(['a>c', 'b>c', 'c>d', 'c>e'])
  expect(labels(text)).toEqual(['a=A', 'd=D'])
})

test('subgraphs are ignored with a warning', () => {
  const text = 'graph LR\nsubgraph one["One"]\n direction TB\n a[A]\nend'
  expect(parseMermaid(text)).toMatchObject({
    nodes: [{ id: 'a', line: 4 }],
    warnings: ['line 2: subgraph is ignored'],
  })
})

test.each([
  ['', 'line 1: expected "graph LR" or "flowchart LR"'],
  ['a --> b', 'line 1: expected "graph LR" or "flowchart LR"'],
  ['graph XX', 'line 1: expected "graph LR" or "flowchart LR"'],
  ['graph LR\n\na -->', 'line 3: expected the id of a node, found its end'],
  ['graph LR\na --> "x"', 'line 2: expected the id of a node, found ""x""'],
  ['graph LR\na(round)', 'line 2: expected --> or ---, found "(round)"'],
  ['graph LR\na["open', 'line 2: expected --> or ---, found "["open"'],
  ['graph LR\na["x"]b', 'line 2: expected --> or ---, found "b"'],
  ['graph LR\na -.-> b', 'line 2: expected --> or ---, found " -.-> b"'],
  ['graph LR\nclassDef x fill:#f00', 'line 2: expected --> or ---, found " x fill:#f00"'],
])('%j is refused with the line of the error', (text, message) => {
  expect(() => parseMermaid(text)).toThrow(new MermaidError(message))
})

test('the product of two lists is limited', () => {
  const list = Array.from({ length: 200 }, (_, index) => `n${index}`).join(' & ')
  expect(() => parseMermaid(`graph LR\n${list} --> ${list}`)).toThrow('line 2: more than 10000 edges')
})

test('every syntax error is a MermaidError', () => {
  const piece = fc.constantFrom(
    'a',
    'b["x"]',
    ' --> ',
    '---',
    '|',
    '[',
    '"',
    '&',
    '\n',
    '%%',
    ';',
    'end',
    '#quot;',
  )
  let [read, refused] = [0, 0]
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        parseMermaid(`graph LR\n${pieces.join('')}`)
        read += 1
      } catch (error) {
        expect(error).toBeInstanceOf(MermaidError)
        refused += 1
      }
    }),
  )
  expect(Math.min(read, refused)).toBeGreaterThan(0)
})

test('a written flowchart can be parsed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 30 })),
      fc.string({ maxLength: 9 }),
      (texts, input) => {
        const nodes = texts.map((label, index) => {
          const place = { ordinal: index + 1, rank: index + 1, nodeId: `id${index}` }
          return { ...blankNode('videoBlock', place), label }
        })
        const pairs = nodes
          .slice(1)
          .map(({ ordinal }) => ({ from: 1, to: ordinal, ordinal, id: `e${ordinal}` }))
        const edges = pairs.map((pair) => ({ ...pair, input, extra: {} }))
        const canvas: Canvas = { ...EMPTY_CANVAS, nodes, edges }
        const read = parseMermaid(writeMermaid(canvas))
        const shown = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
        expect(read.nodes.map(({ label }) => label)).toEqual(
          texts.map((text) => `${shown(text)} (video)`.trim()),
        )
        expect(read.edges.map(({ to }) => to)).toEqual(pairs.map(({ to }) => `n${to}`))
        expect(read.edges.every(({ label }) => (label ?? '') === shown(input))).toBe(true)
      },
    ),
  )
})
