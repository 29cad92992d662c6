import { isIP } from 'node:net'
import { reachOf } from './addresses.ts'

/** Returns true for an absolute URL of http or https. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text)
}

/** Returns true for a URL that production calls: https, without a name or literal address of a private network. */
export function isPublicHttpsUrl(text: string): boolean {
  if (!isHttpUrl(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' && isPublicHost(hostname)
}

const PRIVATE_NAME = /^localhost\.?$|\.(localhost|local|internal)\.?$/i

function isPublicHost(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) === 0 ? !PRIVATE_NAME.test(hostname) : reachOf(address) === 'outside'
}
