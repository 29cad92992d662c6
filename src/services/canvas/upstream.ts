import type { CanvasView, NodeView } from './view.ts'

/** Returns the nodes whose outputs feed a node. */
export function sourcesOf({ canvas, nodes }: CanvasView, ordinal: number): readonly NodeView[] {
  const byOrdinal = new Map(nodes.map((view) => [view.node.ordinal, view]))
  return canvas.edges.flatMap(({ from, to }) => {
    const source = to === ordinal ? byOrdinal.get(from) : undefined
    return source === undefined ? [] : [source]
  })
}

/** Joins the texts of nodes. Empty when they are media only, null without nodes. */
export function joinTexts(sources: readonly NodeView[]): string | null {
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
