import { isFetchedHost } from '../../kernel/net/fetched-hosts.ts'
import { isLoopback } from '../../kernel/net/loopback.ts'
import type { RunRequest } from './plan.ts'

/** Params such as `image_url` and `video_urls`. */
const URL_PARAM = /(^|_)urls?$/

/** Returns true for a generation with an input that FLORA does not fetch. Files of the emulator stand for FLORA's own. */
export function hasForeignInput({ params, technique, action }: RunRequest): boolean {
  if (technique !== undefined || action !== undefined) return false
  return Object.entries(params)
    .filter(([name]) => URL_PARAM.test(name))
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .some((value) => typeof value === 'string' && isForeign(value))
}

function isForeign(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return false
  // Containers reach the emulator by a name without a dot.
  const isOwn = pathname.startsWith('/media/') && (isLoopback(hostname) || !hostname.includes('.'))
  return !isOwn && !isFetchedHost(hostname)
}
