import type { Ledger } from '../../../schemas/control/workspaces/money.ts'
import { Table } from '../../components/table.tsx'
import { dateTimeOf, NONE, usdOf } from '../../format.ts'
import { hrefOf } from '../../state/route.ts'

export function LedgerTable({ entries }: Pick<Ledger, 'entries'>) {
  return (
    <Table label="Ledger" columns={['Time', 'Kind', 'Workspace', 'Run', 'Amount', 'Balance']}>
      {entries.map(
        ({ at, kind, run_id: runId, workspace_id: id, amount_usd: amount, balance_usd: balance }, i) => (
          <tr key={`${runId}/${kind}/${at}/${entries.length - i}`}>
            <td class="number">{dateTimeOf(at)}</td>
            <td>{kind}</td>
            <td>{id}</td>
            <td>{runId === null ? NONE : <a href={hrefOf('runs', runId)}>{runId}</a>}</td>
            <td class="number">{usdOf(amount)}</td>
            <td class="number">{usdOf(balance)}</td>
          </tr>
        ),
      )}
    </Table>
  )
}
