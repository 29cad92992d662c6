import { useId } from 'preact/hooks'
import type { WorldAnswer } from '../../schemas/control/worlds/world.ts'
import { control, world } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { succeed } from '../state/notices.ts'
import { goTo, hrefOf, route, worldName } from '../state/route.ts'
import { useLive } from '../state/use-live.ts'
import { undoFor } from './undo.ts'
import { WorldMenu } from './world-menu.tsx'

export function WorldControls() {
  return (
    <div class="world">
      <WorldSelect />
      <Button onPress={reset} failure="Could not reset the world">
        Reset
      </Button>
      <WorldMenu />
    </div>
  )
}

/** Asks for no confirmation, because the notice offers an undo. */
async function reset(): Promise<void> {
  const name = worldName.value
  const undo = await undoFor(name)
  await world(name).reset()
  succeed(`Reset the world “${name}” to its fixtures.`, undo)
}

const listWorlds = async () => control.value.call<{ worlds: WorldAnswer[] }>('GET', '/worlds')

function WorldSelect() {
  const id = useId()
  const current = worldName.value
  const { data, reload } = useLive(listWorlds, [current], { on: () => false })
  const names = new Set([current, ...(data?.worlds.map(({ name }) => name) ?? [])])
  return (
    <>
      <label for={id}>World</label>
      <select
        id={id}
        value={current}
        // No event of the current world reports that another was created or dropped.
        onPointerEnter={reload}
        onFocus={reload}
        onChange={({ currentTarget }) => goTo(hrefOf(route.value.view, null, currentTarget.value))}
      >
        {[...names].map((name) => (
          <option key={name} value={name} selected={name === current}>
            {name}
          </option>
        ))}
      </select>
    </>
  )
}
