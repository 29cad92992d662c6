import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { HttpStatus } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { NONE, spanOf, timeOf } from '../../format.ts'
import { hrefOf } from '../../state/route.ts'

interface Props {
  readonly requests: readonly RequestRecord[]
  readonly selected: string | null
}

export function RequestTable({ requests, selected }: Props) {
  return (
    <Table label="Requests" columns={['Time', 'Status', 'Method', 'Path', 'Operation', 'Duration']}>
      {requests.map((request) => (
        <tr key={request.id} class={request.id === selected ? 'selected' : ''}>
          <td class="number">{timeOf(request.at)}</td>
          <td>
            <HttpStatus of={request.status} />
          </td>
          <td>{request.method}</td>
          <td class="path">
            <a
              href={hrefOf('requests', request.id)}
              aria-current={request.id === selected ? 'true' : undefined}
              dir="auto"
            >
              {request.path}
            </a>
          </td>
          <td>{request.operation ?? NONE}</td>
          <td class="number">{spanOf(request.duration_ms)}</td>
        </tr>
      ))}
    </Table>
  )
}
