import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import type { WebhookAnswer } from '../../../schemas/control/webhooks/webhook.ts'
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
      ? { name: 'Planned end', at: run.ends_at, isAhead: true }
      : { name: run.status === 'failed' ? 'Failed' : 'Completed', at: run.completed_at, isAhead: false },
  )
  return steps
}

/** Returns the attempts of a webhook, and the next one that is due. */
function attemptsOf({ attempts, next_attempt_at: next }: WebhookAnswer): Step[] {
  const made = attempts.map(({ at, status, error }) => {
    const answer = status === null ? (error ?? 'no answer') : String(status)
    return { name: `Webhook attempt: ${answer}`, at, isAhead: false }
  })
  return next === null ? made : [...made, { name: 'Webhook due', at: next, isAhead: true }]
}

interface Props {
  readonly run: RunRecord
  readonly webhooks: readonly WebhookAnswer[]
}

/** Shows the states of a run and the attempts of its webhooks, by the world's clock. */
export function Timeline({ run, webhooks }: Props) {
  const steps = [...stepsOf(run), ...webhooks.flatMap(attemptsOf)].toSorted((a, b) => a.at - b.at)
  return (
    <section class="card" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">Timeline</h2>
      <ol class="timeline">
        {steps.map(({ name, at, isAhead }, index) => (
          <li key={index} class={isAhead ? 'ahead' : ''}>
            <span>{name}</span>
            <time dateTime={new Date(at).toISOString()}>{dateTimeOf(at)}</time>
            <span class="hint">+{spanOf(at - run.created_at)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
