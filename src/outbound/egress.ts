import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { deadline } from '../kernel/clock.ts'
import { isLoopback } from '../kernel/net/loopback.ts'
import { reachOf, unwrap } from '../kernel/net/addresses.ts'

/** Wall time from the start of a request to the end of the answer. */
const TIMEOUT_MS = 10_000
/** Bytes of an ignored body that are read before the connection is cut. */
const DISCARDED_BYTES_MAX = 64 * 1024

export interface EgressOptions {
  /** Set by `--allow-egress`. Without it only loopback addresses and `targets` are called. */
  readonly isAllowed: boolean
  /** Set for the emulator of a bundle: nothing is called, not even this machine. @default false */
  readonly isIsolated?: boolean
  /**
   * Hosts that the user named as the target of a command, as `hostOf` returns them.
   *
   * @default []
   */
  readonly targets?: readonly string[]
  /** The port that the emulator listens on; null while it does not listen. */
  readonly ownPort: () => number | null
  /** Lower-case names of `--allowed-host`, under which the emulator is reached through a proxy. @default [] */
  readonly ownNames?: readonly string[]
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal
  /** Wall time from the start of a request to the end of the answer. @default 10000 */
  readonly timeoutMs?: number
}

/** An outbound request. */
export interface EgressRequest {
  readonly method: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  /** Limit of the answer's body; null ignores the body. */
  readonly bytesMax: number | null
}

/** The answer to an outbound request. `bytes` is empty when the body was ignored. */
export interface EgressAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
}

interface EgressErrorOptions extends ErrorOptions {
  readonly isRefusal?: boolean
  readonly isOutside?: boolean
}

/** A request that was refused or that failed. The message is a part of a sentence, such as `no answer within 10 seconds`. */
export class EgressError extends Error {
  /** True when the request was not sent, because its URL must not be called. */
  readonly isRefusal: boolean
  /** True when `--allow-egress` would have allowed it. */
  readonly isOutside: boolean

  constructor(message: string, { isRefusal = false, isOutside = false, cause }: EgressErrorOptions = {}) {
    super(message, { cause })
    this.name = 'EgressError'
    this.isRefusal = isRefusal || isOutside
    this.isOutside = isOutside
  }
}

/**
 * Sends all outbound requests of the emulator. It resolves a name once, checks every address, and connects to a checked
 * address, so that a name cannot resolve to another one later (DNS rebinding). It does not follow redirects.
 */
export class Egress {
  readonly #options

  constructor(options: EgressOptions) {
    this.#options = options
  }

  /** @throws EgressError when the URL must not be called, and when there is no complete answer in time */
  async send(text: string, request: EgressRequest): Promise<EgressAnswer> {
    const url = checkedUrl(text)
    if (this.#options.isIsolated === true) throw refusal('the emulator of a bundle calls no server')
    const { stopping, timeoutMs = TIMEOUT_MS } = this.#options
    const { signal, clear } = deadline(timeoutMs, stopping)
    try {
      const addresses = await this.#resolve(url, signal)
      return await sendToFirst(addresses, url, request, signal)
    } catch (error) {
      if (error instanceof EgressError) throw error
      if (stopping.aborted) throw new EgressError('the emulator is stopping', { cause: error })
      if (signal.aborted) {
        throw new EgressError(`no answer within ${timeoutMs / 1000} seconds`, { cause: error })
      }
      throw new EgressError(failureOf(error), { cause: error })
    } finally {
      clear()
    }
  }

  /** Returns true for a URL of this emulator. */
  isOwnUrl(url: URL): boolean {
    const host = hostOf(url)
    const { ownNames = [], ownPort } = this.#options
    if (url.port === '' && ownNames.includes(host)) return true
    const isOwnHost = isIP(host) === 0 ? isLoopback(host) || ownNames.includes(host) : isThisMachine(host)
    return isOwnHost && portOf(url) === ownPort()
  }

  async #resolve(url: URL, signal: AbortSignal): Promise<readonly string[]> {
    const host = hostOf(url)
    // A lookup is an outbound request too, so it needs the option.
    if (!this.#isAllowed(host) && isIP(host) === 0 && !isLoopback(host)) throw outside(host)
    const addresses = isIP(host) === 0 ? await addressesOf(host, signal) : [host]
    for (const address of addresses) this.#check(address, url)
    return addresses
  }

  #check(address: string, url: URL): void {
    const reach = reachOf(address)
    if (reach === 'never') throw refusal(`the address ${address} is not public, so it is never called`)
    if (portOf(url) === this.#options.ownPort() && isThisMachine(address)) {
      throw refusal('the emulator does not call itself')
    }
    if (reach === 'outside' && !this.#isAllowed(hostOf(url))) throw outside(address)
  }

  #isAllowed(host: string): boolean {
    return this.#options.isAllowed || (this.#options.targets ?? []).includes(host)
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

/** Returns the host without brackets and without the final dot of an absolute name. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** Returns true for every address of this machine, because the emulator may listen on all of them. */
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

/** Tries the next address after a refused connection, because `localhost` has two and servers often listen on one. */
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
    // Makes TLS verify the name, although the connection is to an address.
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
  if (Number(answer.headers['content-length'] ?? 0) > bytesMax) throw new EgressError(tooLarge(bytesMax))
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bytesMax) throw new EgressError(tooLarge(bytesMax))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Drains a small body in the background, and cuts the connection of a large or slow one. */
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

/** Returns why a status is not a success, or null for 2xx. */
export function statusProblem(status: number): string | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400
    ? 'it redirects, and redirects are not followed'
    : `it answered ${status}`
}

/** Returns why a body is not accepted. */
export const tooLarge = (bytesMax: number): string => `the answer is larger than ${bytesMax} bytes`

const refusal = (message: string): EgressError => new EgressError(message, { isRefusal: true })

const outside = (where: string): EgressError =>
  new EgressError(`${where} is outside this machine; start flora-emulator with --allow-egress`, {
    isOutside: true,
  })

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function failureOf(error: unknown): string {
  const code = codeOf(error)
  return code === '' ? 'the request failed' : `the request failed (${code})`
}
