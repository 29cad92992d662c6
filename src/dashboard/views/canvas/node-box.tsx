import type { GraphNode } from '../../../schemas/canvas/graph.ts'
import { type Place, type NODE } from './layout.ts'

/** Draws one node, with its output if that is a picture. */
export function NodeBox({ node, x, y, width, height }: { readonly node: GraphNode } & Place & typeof NODE) {
  const isPicture = node.output_url !== null && /image/.test(node.type)
  const textX = isPicture ? height + 4 : 14
  return (
    <g class={`node ${node.status ?? 'still'}`} transform={`translate(${x} ${y})`}>
      <rect {...{ width, height }} rx="10" />
      {isPicture ? (
        <image href={node.output_url ?? ''} x="8" y="8" width={height - 16} height={height - 16} />
      ) : null}
      {/* A nested drawing clips text that does not fit. */}
      <svg x={textX} width={width - textX - 8} height={height}>
        <text y="30">{node.label}</text>
        <text class="minor" y="52">
          {node.id} · {node.type}
          {node.status === null ? '' : ` · ${node.status}`}
        </text>
      </svg>
    </g>
  )
}
