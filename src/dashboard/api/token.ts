import { signal } from '@preact/signals'

const KEY = 'flora-emulator.control-token'

/** What `--control-token` says, as the user typed it; kept for as long as the tab is. */
export const controlToken = signal(sessionStorage.getItem(KEY))

/** Whether the emulator has asked for a token, or refused the one it was given. */
export const isTokenMissing = signal(false)

export function saveToken(token: string): void {
  sessionStorage.setItem(KEY, token)
  controlToken.value = token
  isTokenMissing.value = false
}

export const tokenHeaders = (): Record<string, string> =>
  controlToken.value === null ? {} : { authorization: `Bearer ${controlToken.value}` }
