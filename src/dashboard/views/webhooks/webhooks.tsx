import { useState } from 'preact/hooks'
import { world } from '../../api/control.ts'
import { CallError } from '../../api/http.ts'
import { optionsOf, Select } from '../../components/inputs.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { connection } from '../../state/live.ts'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { isAboutWebhooks } from './is-about-webhooks.ts'
import { WebhookCard } from './webhook-card.tsx'

const STATES = ['pending', 'held', 'delivered', 'failed', 'blocked', 'cancelled']
const LISTED_MAX = 100

/** What was announced to callback URLs, and what came of it. */
export function Webhooks() {
  const [state, setState] = useState('')
  const name = worldName.value
  const { data, error, reload } = useLive(
    async () => world(name).webhooks({ state, limit: LISTED_MAX }),
    [name, state],
    { on: isAboutWebhooks },
  )
  const isMissing = error instanceof CallError && error.status === 404 && connection.value === 'live'
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
      {isMissing ? (
        <p class="placeholder">This emulator has no webhooks endpoint.</p>
      ) : data === null || data.webhooks.length === 0 ? (
        <Placeholder
          error={error}
          isEmpty={data !== null}
          none="No webhooks. A run that is started with a callback_url sends one when it ends."
        />
      ) : (
        data.webhooks.map((webhook) => <WebhookCard key={webhook.id} webhook={webhook} onChange={reload} />)
      )}
    </View>
  )
}
