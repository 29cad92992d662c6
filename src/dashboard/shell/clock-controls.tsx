import { useId } from 'preact/hooks'
import type { AdvanceBody, Clock } from '../../schemas/control/worlds/world.ts'
import { world } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { dateTimeOf, NONE } from '../format.ts'
import { fail, succeed } from '../state/notices.ts'
import { worldName } from '../state/route.ts'
import { currentWorld } from '../state/world.ts'

interface Mode {
  readonly mode: Clock['mode']
  readonly name: string
  readonly explained: string
}

const MODES: readonly Mode[] = [
  { mode: 'real', name: 'Real clock', explained: 'Time passes by itself.' },
  { mode: 'manual', name: 'Manual clock', explained: 'Time stands still until you advance it.' },
  { mode: 'auto', name: 'Auto clock', explained: 'Time jumps ahead when a client polls a run.' },
]

export function ClockControls() {
  const clock = currentWorld.value?.clock ?? null
  const now = clock === null ? NONE : dateTimeOf(clock.now)
  return (
    <div class="clock" role="group" aria-label="Clock">
      <ModeSelect mode={clock?.mode ?? 'real'} />
      <time class="now" dateTime={clock?.now_iso} title="Time of the world, in UTC">
        {now}
      </time>
      <AdvanceButton by={{ until: 'idle' }} label="Until idle" />
      <AdvanceButton by={{ ms: 60_000 }} label="+1 min" />
      <AdvanceButton by={{ ms: 7_200_000 }} label="+2 h" />
    </div>
  )
}

function AdvanceButton({ by, label }: { readonly by: AdvanceBody; readonly label: string }) {
  const advance = async (): Promise<void> => {
    const { events, events_omitted: omitted } = await world(worldName.value).clock.advance(by)
    const ended = events.filter(({ type }) => type !== 'run.running').length
    succeed(
      `Clock advanced: ${omitted > 0 ? 'at least ' : ''}${ended === 1 ? '1 run' : `${ended} runs`} ended.`,
    )
  }
  return (
    <Button onPress={advance} failure="Could not advance the clock">
      {label}
    </Button>
  )
}

function ModeSelect({ mode }: { readonly mode: Clock['mode'] }) {
  const id = useId()
  const change = (value: string): void => {
    const chosen = MODES.find((each) => each.mode === value)
    if (chosen === undefined) return
    world(worldName.value)
      .clock.set({ mode: chosen.mode })
      .catch((error: unknown) => fail('Could not change the clock', error))
  }
  return (
    <>
      <label class="visually-hidden" for={id}>
        Clock mode
      </label>
      <select
        id={id}
        title={MODES.find((each) => each.mode === mode)?.explained}
        value={mode}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      >
        {MODES.map((each) => (
          <option key={each.mode} value={each.mode} selected={each.mode === mode}>
            {each.name}
          </option>
        ))}
      </select>
    </>
  )
}
