import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { Thumbnail } from '../../components/output.tsx'
import { RunProgress, Status } from '../../components/status.tsx'
import { dateTimeOf, NONE, timeOf, usdOf } from '../../format.ts'
import { hrefOf } from '../../state/route.ts'

/** Returns the name of the technique, action or model that made a run. */
export const makerOf = ({ model, technique, action }: RunRecord): string =>
  technique?.name ?? action?.action_id ?? model ?? ''

export function RunRow({ run }: { readonly run: RunRecord }) {
  return (
    <li class="run-row">
      <Thumbnail run={run} />
      <div class="what">
        <a href={hrefOf('runs', run.run_id)} dir="auto">
          {run.prompt.trim() === '' ? run.run_id : run.prompt}
        </a>
        <p class="hint">
          {run.type} · <bdi>{makerOf(run)}</bdi>
        </p>
      </div>
      <div class="state">
        <Status of={run.status} />
        <RunProgress run={run} />
      </div>
      <Price run={run} />
      <time
        class="number"
        dateTime={new Date(run.created_at).toISOString()}
        title={dateTimeOf(run.created_at)}
      >
        {timeOf(run.created_at)}
      </time>
    </li>
  )
}

function Price({ run }: { readonly run: RunRecord }) {
  const [title, text] =
    run.status === 'failed'
      ? ['Refunded', NONE]
      : [run.cost_usd === null ? 'Reserved' : 'Charged', usdOf(run.cost_usd ?? run.quote_usd)]
  return (
    <span class="number" title={title}>
      {text}
    </span>
  )
}
