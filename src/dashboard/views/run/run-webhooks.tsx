import { world } from '../../api/control.ts'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { isAboutWebhooks } from '../webhooks/is-about-webhooks.ts'
import { WebhookCard } from '../webhooks/webhook-card.tsx'

/** The deliveries of a run; nothing where there are none, or where the emulator has no webhooks. */
export function RunWebhooks({ id }: { readonly id: string }) {
  const name = worldName.value
  const { data, reload } = useLive(async () => world(name).webhooks({ run_id: id }), [name, id], {
    on: isAboutWebhooks,
  })
  if (data === null || data.webhooks.length === 0) return null
  return (
    <section aria-labelledby="run-webhooks-heading">
      <h2 id="run-webhooks-heading">Webhooks</h2>
      {data.webhooks.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onChange={reload} />
      ))}
    </section>
  )
}
