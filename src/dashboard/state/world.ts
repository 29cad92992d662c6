import { signal } from '@preact/signals'
import type { WorldAnswer } from '../../schemas/control/world.ts'
import { useLive } from './use-live.ts'
import { world } from '../api/control.ts'
import { worldName } from './route.ts'

/** The world that is shown, once it is known. */
export const currentWorld = signal<WorldAnswer | null>(null)

/** How often a clock that goes by itself is read. */
const TICK_MS = 1000

/** Keeps `currentWorld` as the emulator has it. Reading it never moves a clock. */
export function useCurrentWorld(): void {
  const isTicking = currentWorld.value?.clock.mode === 'real'
  const name = worldName.value
  const { data } = useLive(async () => world(name).get(), [name], {
    on: ({ type }) => type === 'clock' || type === 'reset',
    everyMs: isTicking ? TICK_MS : null,
  })
  if (data?.name === name) currentWorld.value = data
}
