import { isFetchedHost } from '../../kernel/net/fetched-hosts.ts'
import { isLoopback } from '../../kernel/net/loopback.ts'
import { isPublicHttpsUrl } from '../../kernel/net/public-url.ts'
import { type Check, type Violation } from '../check.ts'
import { membersOf, textsIn } from '../record/body.ts'
import type { RequestFact } from '../record/facts.ts'
import { runIdsIn, START_OPERATIONS } from '../record/starts.ts'

/** Names that documents use (RFC 2606). */
const DOCUMENTED = /(^|\.)(example\.(com|org|net)|example|test|invalid)$/

/** Members that hold no input. */
const NO_INPUT = /^(callback_url|prompt)$/

export const unreachableInput: Check = {
  id: 'unreachable-input',
  severity: 'warning',
  title: 'FLORA cannot read the URL of an input',
  remedy: 'Upload the file as an asset, and use the URL of the asset.',
  find: ({ requests }) => {
    const seen = new Set<string>()
    return requests.flatMap((request) =>
      inputsOf(request).flatMap(({ field, url, isStart }) => {
        const problem = seen.has(url) ? null : problemOf(url, isStart)
        if (problem === null) return []
        seen.add(url)
        return [violation(request, field, problem)]
      }),
    )
  },
}

interface Input {
  readonly field: string
  readonly url: string
  readonly isStart: boolean
}

function inputsOf({ operation, requestBody }: RequestFact): readonly Input[] {
  const isStart = START_OPERATIONS.has(operation ?? '')
  if (requestBody === null || (!isStart && operation !== 'uploadAsset')) return []
  if (!requestBody.includes('://')) return []
  const members = Object.entries(membersOf(requestBody))
  return members
    .filter(([name]) => (isStart ? !NO_INPUT.test(name) : name === 'source'))
    .flatMap(([name, value]) => [...textsIn(value, name)])
    .filter(([, text]) => /^https?:\/\//i.test(text) && URL.canParse(text))
    .map(([field, url]) => ({ field, url, isStart }))
}

/** Returns why FLORA cannot read a URL, or null when it can. */
function problemOf(text: string, isStart: boolean): string | null {
  const { hostname, pathname, protocol } = new URL(text)
  if (isLoopback(hostname)) {
    // A file of this emulator is one of FLORA's in production.
    return pathname.startsWith('/media/') ? null : `${hostname} is the machine of the client`
  }
  if (protocol !== 'https:') return 'it is not https'
  if (!isPublicHttpsUrl(text)) return `${hostname} is in a private network`
  if (!isStart || DOCUMENTED.test(hostname)) return null
  return isFetchedHost(hostname) ? null : `${hostname} is none of the hosts that FLORA reads`
}

/** Names the member rather than the URL, which may hold a signature. */
function violation({ id, responseBody, operation }: RequestFact, field: string, problem: string): Violation {
  const isStart = START_OPERATIONS.has(operation ?? '')
  return {
    message: `${isStart ? 'The run fails' : 'The upload fails'} in production: FLORA cannot read the URL in ${field}, because ${problem}.`,
    requests: [id],
    runId: isStart ? (runIdsIn(responseBody)[0] ?? null) : null,
    cost: null,
  }
}
