import { computed } from '@preact/signals'
import { controlClient } from '../../client/control-client.ts'
import { type WorldHandle, worldHandle } from '../../client/world-handle.ts'
import { controlToken, isTokenMissing } from './token.ts'

/** `fetch` for the control API: a 401 opens the token form. */
export const fetchControl: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init)
  if (answer.status === 401) isTokenMissing.value = true
  return answer
}

/** The client of the control API, with the token of this tab. */
export const control = computed(() =>
  controlClient({ url: location.origin, fetch: fetchControl, controlToken: controlToken.value }),
)

/** Returns the handle of a world. Does not create the world: a typo in the address must not. */
export const world = (name: string): WorldHandle => worldHandle(control.value, name, { create: false })
