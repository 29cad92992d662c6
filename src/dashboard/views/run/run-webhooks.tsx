import type { WebhookAnswer } from '../../../schemas/control/webhooks/webhook.ts'
import { WebhookCard } from '../webhooks/webhook-card.tsx'

interface Props {
  readonly webhooks: readonly WebhookAnswer[]
  readonly onChange: () => void
}

/** Shows the deliveries of a run, if it has any. */
export function RunWebhooks({ webhooks, onChange }: Props) {
  if (webhooks.length === 0) return null
  return (
    <section aria-labelledby="run-webhooks-heading">
      <h2 id="run-webhooks-heading">Webhooks</h2>
      {webhooks.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onChange={onChange} />
      ))}
    </section>
  )
}
