import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { deadline } from '../kernel/clock.ts'
import { isLoopback } from '../kernel/loopback.ts'
import { reachOf, unwrap } from './addresses.ts'

/** How long a request may take from beginning to end, unless told. */
const TIMEOUT_MS = 10_000
/** Bytes of a body that nobody reads, before the connection is cut. */
const DISCARDED_BYTES_MAX = 64 * 1024

export interface EgressRules {
  /** `--allow-egress`: requests may leave this machine. */
  readonly isAllowed: boolean
  /** The port that the emulator itself listens on; null while it does not. */
  readonly ownPort: () => number | null
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal
  readonly timeoutMs?: number
}

export interface EgressRequest {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Bytes of the answer's body; null when only its status matters. */
  readonly bytesMax: number | null
}

export interface EgressAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
}

interface EgressErrorOptions extends ErrorOptions {
  readonly isRefusal?: boolean
  readonly isOutside?: boolean
}

/** Why a request was not made, or came to nothing. */
export class EgressError extends Error {
  /** True when it was not made, because the URL may not be called. */
  readonly isRefusal: boolean
  /** True when only `--allow-egress` is missing. */
  readonly isOutside: boolean

  constructor(message: string, { isRefusal = false, isOutside = false, cause }: EgressErrorOptions = {}) {
    super(message, { cause })
    this.name = 'EgressError'
    this.isRefusal = isRefusal || isOutside
    this.isOutside = isOutside
  }
}

/**
 * Every request that the emulator makes goes through here. The name is resolved once, every address it has is checked,
 * and the connection is made to a checked address, so that a name which changes its mind leads nowhere. Redirects are
 * answers, not followed.
 */
export class Egress {
  readonly #rules

  constructor(rules: EgressRules) {
    this.#rules = rules
  }

  /** Throws EgressError. */
  async send(text: string, request: EgressRequest): Promise<EgressAnswer> {
    const url = checkedUrl(text)
    const { stopping, timeoutMs = TIMEOUT_MS } = this.#rules
    const { signal, lift } = deadline(timeoutMs, stopping)
    try {
      const addresses = await this.#resolve(url, signal)
      return await sendToFirst(addresses, url, request, signal)
    } catch (error) {
      if (error instanceof EgressError) throw error
      if (stopping.aborted) throw new EgressError('the emulator is stopping', { cause: error })
      if (signal.aborted) {
        throw new EgressError(`no answer within ${timeoutMs / 1000} seconds`, { cause: error })
      }
      throw new EgressError(reasonOf(error), { cause: error })
    } finally {
      lift()
    }
  }

  /** True for a URL that names this emulator by an address of this machine. */
  leadsHere(url: URL): boolean {
    const host = hostOf(url)
    const isHere = isIP(host) === 0 ? isLoopback(host) : isThisMachine(host)
    return isHere && portOf(url) === this.#rules.ownPort()
  }

  async #resolve(url: URL, signal: AbortSignal): Promise<readonly string[]> {
    const host = hostOf(url)
    // Without the option a name elsewhere is not even looked up: that, too, is a request to somebody.
    if (!this.#rules.isAllowed && isIP(host) === 0 && !isLoopback(host)) throw outside(host)
    const addresses = isIP(host) === 0 ? await addressesOf(host, signal) : [host]
    for (const address of addresses) this.#check(address, url)
    return addresses
  }

  #check(address: string, url: URL): void {
    const reach = reachOf(address)
    if (reach === 'never') throw refusal(`the address ${address} is never called`)
    if (portOf(url) === this.#rules.ownPort() && isThisMachine(address)) {
      throw refusal('the emulator does not call itself')
    }
    if (reach === 'outside' && !this.#rules.isAllowed) throw outside(address)
  }
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) throw refusal('not an http(s) URL')
  if (url.username !== '' || url.password !== '') {
    throw refusal('a URL must not hold a user name or password')
  }
  return url
}

/** The host as it is looked up: without brackets and without the dot of a full name. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** The emulator may listen on all of this machine's addresses. */
function isThisMachine(address: string): boolean {
  if (reachOf(address) === 'loopback') return true
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return own.some((entry) => entry.address === unwrap(address))
}

async function addressesOf(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const found = lookup(host, { all: true, verbatim: true })
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
  const addresses = await Promise.race([found, aborted])
  return addresses.map(({ address }) => address)
}

/** A name often has an address of each family while its server listens on one of them. */
async function sendToFirst(
  addresses: readonly string[],
  url: URL,
  request: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const [address, ...others] = addresses
  if (address === undefined) throw new EgressError(`no address for ${url.hostname}`)
  try {
    return await sendTo(address, url, request, signal)
  } catch (error) {
    if (others.length === 0 || codeOf(error) !== 'ECONNREFUSED') throw error
    return sendToFirst(others, url, request, signal)
  }
}

async function sendTo(
  address: string,
  url: URL,
  { method, headers = {}, body, bytesMax }: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const isSecure = url.protocol === 'https:'
  const name = hostOf(url)
  const options: RequestOptions & { servername?: string } = {
    host: address,
    port: portOf(url),
    path: url.pathname + url.search,
    method,
    headers: {
      'accept-encoding': 'identity',
      ...headers,
      host: url.host,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    agent: false,
    signal,
    // Certificates are for the name, while the connection is to an address.
    ...(isSecure && isIP(name) === 0 ? { servername: name } : {}),
  }
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? requestHttps : requestHttp)(options, (answer) => {
      readAnswer(answer, bytesMax).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes }),
        (error: unknown) => {
          outgoing.destroy()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function readAnswer(answer: IncomingMessage, bytesMax: number | null): Promise<Buffer> {
  if (bytesMax === null) {
    discard(answer)
    return Buffer.alloc(0)
  }
  const tooLarge = () => new EgressError(`the answer is larger than ${bytesMax} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > bytesMax) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Lets the rest come, for politeness, as long as it is little and soon. */
function discard(answer: IncomingMessage): void {
  let left = DISCARDED_BYTES_MAX
  answer.on('error', () => undefined)
  answer.on('data', ({ length }: Buffer) => {
    left -= length
    if (left < 0) answer.destroy()
  })
  answer.setTimeout(TIMEOUT_MS, () => answer.destroy())
  answer.socket.unref()
}

const refusal = (message: string): EgressError => new EgressError(message, { isRefusal: true })

const outside = (where: string): EgressError =>
  new EgressError(`${where} is outside this machine; start flora-emulator with --allow-egress`, {
    isOutside: true,
  })

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return code === '' ? 'the request failed' : `the request failed (${code})`
}
