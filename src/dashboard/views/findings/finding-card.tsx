import type { FindingAnswer } from '../../../schemas/control/checks/finding.ts'
import { usdOf } from '../../format.ts'
import { hrefOf } from '../../state/route.ts'

const TONE = { error: 'bad', warning: 'warning', info: 'active' } as const

/** Shows one finding: consequence, remedy, cost, run and the requests that prove it. */
export function FindingCard({ finding }: { readonly finding: FindingAnswer }) {
  const { check, severity, message, remedy, requests, run_id: run, cost_usd: cost, help } = finding
  return (
    <article class="card finding" aria-label={`${severity}: ${check}`}>
      <header>
        <span class={`badge ${TONE[severity]}`}>{severity}</span>
        <strong>{check}</strong>
        {cost === null ? null : <span>{usdOf(cost)}</span>}
        {run === null ? null : <a href={hrefOf('runs', run)}>{run}</a>}
      </header>
      <p dir="auto">{message}</p>
      <p>{remedy}</p>
      <p class="hint">
        Requests:{' '}
        {requests.map((id, index) => (
          <span key={id}>
            {index === 0 ? '' : ', '}
            <a href={hrefOf('requests', id)}>{id}</a>
          </span>
        ))}
      </p>
      <p class="hint">
        Help: <code>{help}</code> in the package
      </p>
    </article>
  )
}
