import { firstCharacters } from '../../kernel/text/first-characters.ts'
import { type Canvas, type CanvasNode, graphTypeOf, shortId } from './canvas.ts'

const LABEL_MAX = 80

/** Writes a canvas as a Mermaid flowchart: short ids, labels with types, groups as subgraphs. Cuts long labels. */
export function writeMermaid({ nodes, edges }: Canvas): string {
  const members = new Map<number | null, CanvasNode[]>()
  for (const node of nodes) {
    const siblings = members.get(node.parent)
    if (siblings === undefined) members.set(node.parent, [node])
    else siblings.push(node)
  }
  const lines = ['graph LR', ...writeMembers(members, null, '  ')]
  for (const { from, to, input } of edges) {
    const label = input === null ? '' : `|${clean(input)}|`
    lines.push(`  ${shortId(from)} -->${label} ${shortId(to)}`)
  }
  return lines.join('\n')
}

function writeMembers(
  members: ReadonlyMap<number | null, readonly CanvasNode[]>,
  group: number | null,
  indent: string,
): string[] {
  return (members.get(group) ?? []).flatMap((node) => {
    const id = shortId(node.ordinal)
    if (node.block !== 'group') return [`${indent}${id}["${labelOf(node)}"]`]
    const inside = writeMembers(members, node.ordinal, `${indent}  `)
    return [`${indent}subgraph ${id}["${clean(node.label)}"]`, ...inside, `${indent}end`]
  })
}

const labelOf = ({ label, block }: CanvasNode): string => `${clean(label)} (${graphTypeOf(block)})`.trim()

/** Cuts a text to a label on one line, and escapes the characters that would end it. */
function clean(text: string): string {
  const label = firstCharacters(text.replaceAll(/\s+/g, ' ').trim(), LABEL_MAX)
  return label.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('|', '#124;')
}
