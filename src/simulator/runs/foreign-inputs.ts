import { isLoopback } from '../../kernel/loopback.ts'
import type { RunRequest } from './plan.ts'

/** Hosts whose files FLORA fetches: its own, the stores that its documentation lists, and those of chat clients. */
const FETCHED =
  /(^|\.)(flora\.ai|googleapis\.com|amazonaws\.com|imagekit\.io)$|^(uploads\.anthropic|files\.openai|cdn\.openai)\.com$/i

/** Params such as `image_url` and `video_urls`. */
const URL_PARAM = /(^|_)urls?$/

/**
 * Returns true for a generation with an input that FLORA does not fetch. Files of this machine and paths of the emulator
 * stand for files on FLORA's own host.
 */
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
  return !isLoopback(hostname) && !FETCHED.test(hostname) && !pathname.startsWith('/media/')
}
