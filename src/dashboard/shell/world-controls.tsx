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

/** Without a question, because it can be undone. */
async function reset(): Promise<void> {
  const name = worldName.value
  const undo = await undoFor(name)
  await world(name).reset()
  succeed(`World “${name}” is back to its fixtures.`, undo)
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
        // Worlds come and go without an event in the one that is shown.
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
