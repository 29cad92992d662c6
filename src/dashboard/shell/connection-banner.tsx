import { world } from '../api/client.ts'
import { isTokenMissing } from '../api/token.ts'
import { Button } from '../components/button.tsx'
import { connection } from '../state/live.ts'
import { worldName } from '../state/route.ts'

/** Says so when what is shown is not live, and why. */
export function ConnectionBanner() {
  if (isTokenMissing.value) return null
  return (
    <div role="status">
      {connection.value === 'lost' ? (
        <p class="banner bad">
          Cannot reach the emulator at {location.host}. What is shown may be out of date; trying again…
        </p>
      ) : null}
      {connection.value === 'unknown-world' ? <UnknownWorld name={worldName.value} /> : null}
    </div>
  )
}

function UnknownWorld({ name }: { readonly name: string }) {
  const create = async (): Promise<void> => {
    await world(name).configure({})
  }
  return (
    <p class="banner">
      <span>
        There is no world “<bdi>{name}</bdi>” yet.
      </span>
      <Button look="primary" onPress={create} failure="Could not create the world">
        Create it
      </Button>
    </p>
  )
}
