import { ApiError } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/net/loopback.ts'

/**
 * Refuses requests whose `Host` is neither a loopback name nor allowed. A web page can point its own domain at 127.0.0.1
 * and read the answers (DNS rebinding), but it cannot forge that header.
 */
export function hostGuard(allowed: readonly string[]): (host: string | undefined) => void {
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  return (host) => {
    const name = hostnameOf(host)
    if (name !== null && (isLoopback(name) || names.has(name))) return
    throw new ApiError(
      'forbidden',
      `Host ${JSON.stringify(host ?? '')} is not allowed; start flora-emulator with --allowed-host <name>.`,
    )
  }
}

function hostnameOf(host: string | undefined): string | null {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]@/?#\\\s]+)(:\d{1,5})?$/i.exec(host ?? '')
  return parts?.[1]?.toLowerCase() ?? null
}
