import type { CanvasGraph, GraphNode } from '../../../schemas/canvas/graph.ts'
import { Table } from '../../components/table.tsx'
import { NONE } from '../../format.ts'
import { boxOf, edgePath, NODE, placesOf } from './layout.ts'
import { NodeBox } from './node-box.tsx'

/** More nodes would make the page slow. */
const NODES_MAX = 300

/** Shows a canvas as a drawing, and as a table for assistive technology. */
export function Graph({ graph: { nodes: all, edges } }: { readonly graph: CanvasGraph }) {
  const nodes = all.slice(-NODES_MAX)
  const places = placesOf(nodes)
  const { x, y, width, height } = boxOf([...places.values()])
  return (
    <>
      {all.length > NODES_MAX ? (
        <p class="hint">
          The newest {NODES_MAX} of {all.length.toLocaleString('en')} nodes.
        </p>
      ) : null}
      <div class="graph" role="region" aria-label="Drawing of the canvas" tabIndex={0}>
        <svg viewBox={`${x} ${y} ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {edges.map(({ from, to }) => {
            const [start, end] = [places.get(from), places.get(to)]
            return start === undefined || end === undefined ? null : (
              <path key={`${from}/${to}`} class="edge" d={edgePath(start, end)} />
            )
          })}
          {nodes.map((node) => {
            const place = places.get(node.id)
            return place === undefined ? null : <NodeBox key={node.id} node={node} {...place} {...NODE} />
          })}
        </svg>
      </div>
      <Table label="Nodes" columns={['Node', 'Label', 'Type', 'Status', 'Model', 'Inputs']}>
        {nodes.map((node) => (
          <NodeRow
            key={node.id}
            node={node}
            from={edges.filter(({ to }) => to === node.id).map((e) => e.from)}
          />
        ))}
      </Table>
    </>
  )
}

function NodeRow({ node, from }: { readonly node: GraphNode; readonly from: readonly string[] }) {
  return (
    <tr>
      <td>{node.id}</td>
      <td dir="auto">{node.label}</td>
      <td>{node.type}</td>
      <td>{node.status ?? NONE}</td>
      <td>{node.model_id ?? NONE}</td>
      <td>{from.length === 0 ? NONE : from.join(', ')}</td>
    </tr>
  )
}
