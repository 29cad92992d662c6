import { StartError } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/net/loopback.ts'
import { API_PREFIX } from '../kernel/paths.ts'

/**
 * Reads the base URL of a FLORA server. `/api/v1` is added to a URL without a path.
 *
 * @throws {StartError} exit code 2, for anything but an http(s) URL, and for http to another machine
 */
export function parseBase(flag: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const expected = (what: string) =>
    new StartError(2, `${flag}: expected ${what}, got ${JSON.stringify(text)}.`)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw expected('the base URL of a FLORA server, such as https://app.flora.ai/api/v1')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new StartError(2, `${flag}: expected a URL without user name, password, query and fragment.`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw expected('https, because the API key would cross the network in the clear')
  }
  url.pathname = url.pathname === '/' ? API_PREFIX : url.pathname.replace(/\/+$/, '')
  return url
}

/**
 * Checks the API key of the account that a command reads.
 *
 * @throws {StartError} exit code 2, when it is missing or cannot be sent in a header
 */
export function checkKey(key: string | null): string {
  if (key === null) {
    throw new StartError(2, 'FLORA_API_KEY is not set; set it to the API key of the account to read.')
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new StartError(2, 'FLORA_API_KEY: expected an API key without spaces and special characters.')
  }
  return key
}
