import { computed, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { WorldAnswer } from '../../schemas/control/worlds/world.ts'
import { world } from '../api/client.ts'
import { worldName } from './route.ts'
import { isAboutWorld, useLive } from './use-live.ts'

const loaded = signal<WorldAnswer | null>(null)

/** Current world; null until it is loaded. */
export const currentWorld = computed(() => (loaded.value?.name === worldName.value ? loaded.value : null))

/** Interval at which a real clock is read, in ms. */
const TICK_MS = 1000

/** Keeps `currentWorld` up to date. Reading it never moves a clock. */
export function useCurrentWorld(): void {
  const isTicking = currentWorld.value?.clock.mode === 'real'
  const name = worldName.value
  const { data } = useLive(async () => world(name).get(), [name], {
    on: ({ type }) => isAboutWorld(type),
    everyMs: isTicking ? TICK_MS : null,
  })
  useEffect(() => {
    loaded.value = data
  }, [data])
}
