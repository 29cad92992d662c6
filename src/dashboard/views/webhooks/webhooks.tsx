import { useState } from 'preact/hooks'
import { world } from '../../api/client.ts'
import { optionsOf, Select } from '../../components/inputs.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { oneOf, present } from '../../present.ts'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { isAboutWebhooks } from './is-about-webhooks.ts'
import { WebhookCard } from './webhook-card.tsx'

const STATES = ['pending', 'held', 'delivered', 'failed', 'blocked'] as const
const LISTED_MAX = 100

/** Lists the deliveries to callback URLs, with their attempts. */
export function Webhooks() {
  const [state, setState] = useState('')
  const name = worldName.value
  const { data, error, reload } = useLive(
    async () => world(name).webhooks.list(present({ state: oneOf(STATES, state), limit: LISTED_MAX })),
    [name, state],
    { on: isAboutWebhooks },
  )
  return (
    <View title="Webhooks">
      <search class="filters" aria-label="Filter webhooks">
        <Select
          label="State"
          options={[{ value: '', label: 'any' }, ...optionsOf(STATES)]}
          value={state}
          onEdit={setState}
        />
      </search>
      {data === null || data.length === 0 ? (
        <Placeholder
          error={error}
          isEmpty={data !== null}
          none={
            state === ''
              ? 'No webhooks. A run with a callback_url sends one when it ends.'
              : 'No webhooks match.'
          }
        />
      ) : (
        data.map((webhook) => <WebhookCard key={webhook.id} webhook={webhook} onChange={reload} />)
      )}
    </View>
  )
}
