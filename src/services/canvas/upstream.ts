import type { CanvasView, NodeView } from './view.ts'

/** Joins the texts of a node's input nodes. Empty when these are media only, null without input nodes. */
export function textInto({ canvas, nodes }: CanvasView, ordinal: number): string | null {
  const byOrdinal = new Map(nodes.map((view) => [view.node.ordinal, view]))
  const sources = canvas.edges.flatMap(({ from, to }) => {
    const source = to === ordinal ? byOrdinal.get(from) : undefined
    return source === undefined ? [] : [source]
  })
  if (sources.length === 0) return null
  return sources
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n\n')
}

/** Returns the output of a text node, or its prompt without one. */
function textOf({ node, type, output }: NodeView): string {
  if (type !== 'text') return ''
  if (output?.kind === 'text') return output.text
  const text = node.extra.output?.['text']
  return typeof text === 'string' ? text : (node.prompt ?? '')
}
