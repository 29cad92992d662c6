import { ApiError } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/loopback.ts'

/**
 * Refuses requests whose `Host` is neither this machine nor allowed: a web page can point its own domain at 127.0.0.1
 * and read what answers there (DNS rebinding), but it cannot forge that header.
 */
export function hostGuard(allowed: readonly string[]): (host: string | undefined) => void {
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  let lastAccepted: string | null = null
  return (host) => {
    if (host === lastAccepted) return
    const name = hostnameOf(host)
    if (name === null || !(isLoopback(name) || names.has(name))) {
      const shown = JSON.stringify(host ?? '')
      throw new ApiError(
        'forbidden',
        `Host ${shown} is not allowed; start flora-emulator with --allowed-host <name>.`,
      )
    }
    lastAccepted = host ?? null
  }
}

function hostnameOf(host: string | undefined): string | null {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]@/?#\\\s]+)(:\d{1,5})?$/i.exec(host ?? '')
  return parts?.[1]?.toLowerCase() ?? null
}
