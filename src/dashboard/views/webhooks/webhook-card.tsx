import type { WebhookAnswer } from '../../../schemas/control/webhooks/webhook.ts'
import { world } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { HttpStatus, Status } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { dateTimeOf, jsonOf, spanOf } from '../../format.ts'
import { hrefOf, worldName } from '../../state/route.ts'

interface Props {
  readonly webhook: WebhookAnswer
  readonly onChange: () => void
}

/** Shows one delivery: receiver, attempts, payload and actions. */
export function WebhookCard({ webhook, onChange }: Props) {
  return (
    <article class="card webhook" aria-label={`Webhook ${webhook.id}`}>
      <header>
        <Status of={webhook.state} />
        <strong>{webhook.type}</strong>
        <a href={hrefOf('runs', webhook.run_id)}>{webhook.run_id}</a>
        <code dir="auto">{webhook.url}</code>
        {webhook.mode === null ? null : <span class="hint">fault: {webhook.mode}</span>}
        <Actions webhook={webhook} onChange={onChange} />
      </header>
      {webhook.next_attempt_at === null ? null : (
        <p class="hint">Next attempt at {dateTimeOf(webhook.next_attempt_at)}, by the world’s clock.</p>
      )}
      <details>
        <summary>
          {webhook.attempts.length === 1 ? '1 attempt' : `${webhook.attempts.length} attempts`}, payload
        </summary>
        <Attempts of={webhook} />
        <CodeBlock label="Payload" text={jsonOf(JSON.parse(webhook.payload))} />
      </details>
    </article>
  )
}

function Actions({ webhook: { id, state }, onChange }: Props) {
  const act = (work: () => Promise<unknown>) => async (): Promise<void> => {
    await work()
    onChange()
  }
  const { webhooks } = world(worldName.value)
  return (
    <div class="actions">
      {state === 'pending' ? (
        <Button onPress={act(async () => webhooks.hold(id))} failure="Could not hold the webhook">
          Hold
        </Button>
      ) : null}
      {state === 'held' ? (
        <Button onPress={act(async () => webhooks.release(id))} failure="Could not release the webhook">
          Release
        </Button>
      ) : null}
      <Button onPress={act(async () => webhooks.redeliver(id))} failure="Could not deliver the webhook again">
        Redeliver
      </Button>
    </div>
  )
}

function Attempts({ of: { attempts } }: { readonly of: WebhookAnswer }) {
  if (attempts.length === 0) return <p class="hint">No attempts yet.</p>
  return (
    <Table label="Attempts" columns={['Time', 'Answer', 'Duration', 'Error']}>
      {attempts.map(({ at, status, duration_ms: durationMs, error }, index) => (
        <tr key={index}>
          <td>{dateTimeOf(at)}</td>
          <td>
            <HttpStatus of={status} />
          </td>
          <td class="number">{spanOf(durationMs)}</td>
          <td dir="auto">{error}</td>
        </tr>
      ))}
    </Table>
  )
}
