import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { NONE, usdOf } from '../../format.ts'
import { makerOf } from '../runs/run-row.tsx'

/** Shows the properties of a run. */
export function Facts({ run }: { readonly run: RunRecord }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Kind', run.kind],
    ['Type', run.type],
    [run.kind === 'generation' ? 'Model' : 'Made by', makerOf(run)],
    ['Quote', usdOf(run.quote_usd)],
    ['Cost', run.cost_usd === null ? NONE : usdOf(run.cost_usd)],
    ['Workspace', run.workspace_id],
    ['Project', run.project_id],
    ['Canvas node', run.node_id ?? NONE],
    ['Callback URL', run.callback_url ?? NONE],
  ]
  return (
    <section class="card" aria-labelledby="facts-heading">
      <h2 id="facts-heading">Details</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
