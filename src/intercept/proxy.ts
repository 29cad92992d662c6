import type { IncomingMessage, ServerResponse } from 'node:http'
import { getProxyForUrl } from 'proxy-from-env'
import { Server } from 'proxy-chain'
import type { Doors } from './doors.ts'
import { StartError } from '../kernel/errors.ts'
import { isIntercepted } from './hosts.ts'

type HandlerOptions = ReturnType<Server['getHandlerOpts']>

/** A proxy on loopback for the command: FLORA's hosts lead to the emulator, others are tunnelled. */
export interface Proxy {
  /** With the credentials that the proxy demands, so that only the command uses it. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface ProxyOptions {
  readonly doors: Doors
  /** Known to the command alone: the proxy may use credentials of the user's own proxy. */
  readonly password: string
  /** The environment of the user, whose proxies lead to other hosts. It must be that of this process. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * Starts the proxy on a free port.
 *
 * @throws {StartError} exit code 2, when the user's own proxy is none that this one can pass on to
 */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  for (const name of PROXY_VARIABLES) checkProxy(name, options.env[name] ?? '')
  const server = new InterceptingProxy(options)
  await server.listen()
  return {
    url: `http://${USER}:${options.password}@127.0.0.1:${server.port}`,
    close: async () => server.close(true),
  }
}

const USER = 'exec'

class InterceptingProxy extends Server {
  private readonly doors: Doors
  private readonly credentials: string

  constructor({ doors, password, env }: ProxyOptions) {
    super({
      port: 0,
      host: '127.0.0.1',
      authRealm: 'flora-emulator',
      prepareRequestFunction: ({ request, hostname, port }) => {
        if (!this.admits(request)) return { requestAuthentication: true }
        if (isIntercepted(hostname)) return { customConnectServer: port === 80 ? doors.plain : doors.secure }
        return { upstreamProxyUrl: upstreamOf(hostname, port, env) }
      },
    })
    this.doors = doors
    this.credentials = `Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`
  }

  /** Handles a request with an absolute URL. Clients that do not tunnel, such as axios before 1.13, send https as well. */
  override async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = absoluteUrl(request)
    if (target === null || !isIntercepted(target.hostname) || !this.admits(request)) {
      return super.onRequest(request, response)
    }
    request.url = target.pathname + target.search
    request.headers.host = target.host
    delete request.headers['proxy-authorization']
    // The emulator answers with URLs of the scheme that it was called with.
    if (target.protocol === 'https:') Object.assign(request.socket, { encrypted: true })
    this.doors.plain.emit('request', request, response)
  }

  /** The base class refuses absolute https URLs here, but forwards them. */
  override getHandlerOpts(request: IncomingMessage): HandlerOptions {
    const { url = '' } = request
    try {
      request.url = url.replace(/^https:/i, 'http:')
      return super.getHandlerOpts(request)
    } finally {
      request.url = url
    }
  }

  private admits({ headers }: IncomingMessage): boolean {
    return headers['proxy-authorization'] === this.credentials
  }
}

function absoluteUrl({ url = '' }: IncomingMessage): URL | null {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : null
}

/** Returns the proxy that the user's environment names for a host, or null. */
function upstreamOf(hostname: string, port: number, env: NodeJS.ProcessEnv): string | null {
  const proxy = getProxyForUrl(`https://${hostname}:${port}`)
  const [scheme, address = ''] = proxy.split('://')
  // The library gives a value without a scheme that of the target. Clients mean http.
  const isBare = scheme === 'https' && PROXY_VARIABLES.some((name) => env[name] === address)
  if (isBare) return `http://${address}`
  return proxy === '' ? null : proxy
}

const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']

/** Checks a proxy of the user. The message leaves out the address, which may hold a password. */
function checkProxy(name: string, proxy: string): void {
  if (proxy === '') return
  const url = proxy.includes('://') ? proxy : `http://${proxy}`
  if (/^(https?|socks(4a?|5h?)?):\/\//i.test(url) && URL.canParse(url)) return
  throw new StartError(
    2,
    `${name}: expected an http, https or socks URL, got one that --intercept cannot use.`,
  )
}
