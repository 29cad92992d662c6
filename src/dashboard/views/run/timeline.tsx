import type { RunRecord } from '../../../schemas/control/run.ts'
import { dateTimeOf, spanOf } from '../../format.ts'

interface Step {
  readonly name: string
  readonly at: number
  readonly isAhead: boolean
}

function stepsOf(run: RunRecord): Step[] {
  const steps: Step[] = [{ name: 'Created, pending', at: run.created_at, isAhead: false }]
  if (run.started_at !== null) steps.push({ name: 'Running', at: run.started_at, isAhead: false })
  steps.push(
    run.completed_at === null
      ? { name: 'Ends, if nobody interferes', at: run.ends_at, isAhead: true }
      : { name: run.status === 'failed' ? 'Failed' : 'Completed', at: run.completed_at, isAhead: false },
  )
  return steps
}

/** When the run became what, by its world's clock. */
export function Timeline({ run }: { readonly run: RunRecord }) {
  return (
    <section class="card" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">Timeline</h2>
      <ol class="timeline">
        {stepsOf(run).map(({ name, at, isAhead }) => (
          <li key={name} class={isAhead ? 'ahead' : ''}>
            <span>{name}</span>
            <time dateTime={new Date(at).toISOString()}>{dateTimeOf(at)}</time>
            <span class="hint">+{spanOf(at - run.created_at)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
