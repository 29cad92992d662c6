import { world } from '../api/client.ts'
import { isTokenMissing } from '../api/token.ts'
import { Button } from '../components/button.tsx'
import { connection } from '../state/live.ts'
import { worldName } from '../state/route.ts'

/** Warns when the shown data is not live. */
export function ConnectionBanner() {
  if (isTokenMissing.value) return null
  return (
    <div role="status">
      {connection.value === 'lost' ? (
        <p class="banner bad">
          Cannot reach the emulator at {location.host}. The shown data may be out of date. Retrying…
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
        The world “<bdi>{name}</bdi>” does not exist.
      </span>
      <Button look="primary" onPress={create} failure="Could not create the world">
        Create world
      </Button>
    </p>
  )
}
