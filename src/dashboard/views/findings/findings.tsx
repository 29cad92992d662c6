import { world } from '../../api/client.ts'
import { Placeholder, View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { FindingCard } from './finding-card.tsx'

/** The checks read the whole journal, so a busy world is checked less often than it changes. */
const PAUSE_MS = 1000
/** A run counts as missed some time after its end, which no event announces. */
const EVERY_MS = 15_000

/** Lists the mistakes of the world's clients. */
export function Findings() {
  const name = worldName.value
  const { data, error } = useLive(async () => world(name).findings.list(), [name], {
    on: () => true,
    everyMs: EVERY_MS,
    pauseMs: PAUSE_MS,
  })
  return (
    <View title="Findings">
      <p class="hint">
        Mistakes of clients in the last 1,000 requests. Requests of this page are not checked.
      </p>
      {data === null || data.length === 0 ? (
        <Placeholder error={error} isEmpty={data !== null} none="No findings." />
      ) : (
        data.map((finding) => (
          <FindingCard key={`${finding.check} ${finding.requests.join(' ')}`} finding={finding} />
        ))
      )}
    </View>
  )
}
