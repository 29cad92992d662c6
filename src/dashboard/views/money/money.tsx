import { world } from '../../api/client.ts'
import { Placeholder, View } from '../../components/view.tsx'
import { usdOf } from '../../format.ts'
import { worldName } from '../../state/route.ts'
import { isAboutRuns, useLive } from '../../state/use-live.ts'
import { Balance } from './balance.tsx'
import { LedgerTable } from './ledger-table.tsx'

const ENTRIES_MAX = 200

/** Shows the balances of all workspaces and the ledger. */
export function MoneyView() {
  const name = worldName.value
  const { data, error, reload } = useLive(
    async () => {
      const handle = world(name)
      const ledger = await handle.ledger({ limit: ENTRIES_MAX })
      return { ledger, workspaces: await handle.workspaces.list() }
    },
    [name],
    { on: isAboutRuns },
  )
  if (data === null) {
    return (
      <View title="Money">
        <Placeholder error={error} isEmpty={false} none="" />
      </View>
    )
  }
  return (
    <View title="Money">
      <div class="tiles">
        <section class="card tile" aria-label="Spent">
          <h2>Total spent</h2>
          <p class="amount">{usdOf(data.ledger.spent_usd)}</p>
          <p class="hint">Cost of completed runs in all workspaces.</p>
        </section>
        {data.workspaces.map((workspace) => (
          <Balance key={workspace.workspace_id} workspace={workspace} onChange={reload} />
        ))}
      </div>
      <h2>Ledger</h2>
      <p class="hint">
        The newest {ENTRIES_MAX} entries, newest first. A run reserves its quote; its end settles or refunds
        it.
      </p>
      <LedgerTable entries={data.ledger.entries.toReversed()} />
    </View>
  )
}
