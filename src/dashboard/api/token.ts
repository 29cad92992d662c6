import { signal } from '@preact/signals'

const KEY = 'flora-emulator.control-token'

/** Control token that the user entered; kept until the tab is closed. */
export const controlToken = signal(sessionStorage.getItem(KEY))

/** True after the emulator has answered 401: it needs a token, or refused the current one. */
export const isTokenMissing = signal(false)

export function saveToken(token: string): void {
  sessionStorage.setItem(KEY, token)
  controlToken.value = token
  isTokenMissing.value = false
}

export const tokenHeaders = (): Record<string, string> =>
  controlToken.value === null ? {} : { authorization: `Bearer ${controlToken.value}` }
