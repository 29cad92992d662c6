import type { CanvasView, NodeView } from './view.ts'

/** The text that feeds a node: empty when only media do, null when nothing does. */
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

/** What a text node says, or is going to be asked. */
function textOf({ node, type, output }: NodeView): string {
  if (type !== 'text') return ''
  if (output?.kind === 'text') return output.text
  const text = node.extra.output?.['text']
  return typeof text === 'string' ? text : (node.prompt ?? '')
}
