import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectSecurely, type TLSSocket } from 'node:tls'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { interceptingConfig } from '../../../src/cli/exec-intercept.ts'
import { createConfig } from '../../../src/config/config.ts'
import { intercept } from '../../../src/intercept/index.ts'
import { serve } from '../../../src/server/emulator.ts'

/** Starts an emulator with the servers of `exec --intercept`, which are closed after the test. */
export async function startIntercepted(env: NodeJS.ProcessEnv = {}) {
  const emulator = await serve(
    interceptingConfig(createConfig({ port: '0', logLevel: 'silent', clock: 'manual' }, {})),
  )
  onTestFinished(async () => emulator.close())
  const { environment, close } = await intercept(emulator.server, env)
  onTestFinished(close)
  return { emulator, environment, proxy: new ProxyClient(environment) }
}

/** A client of the proxy that writes requests by hand. */
class ProxyClient {
  readonly #url: URL
  readonly #trusted: string

  constructor(environment: Readonly<Record<string, string>>) {
    this.#url = new URL(environment['HTTPS_PROXY'] ?? '')
    this.#trusted = readFileSync(environment['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')
  }

  /** The header with the credentials of the command. */
  get credentials(): string {
    const { username, password } = this.#url
    return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`
  }

  connect(): Socket {
    const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port) })
    onTestFinished(() => void socket.destroy())
    return socket
  }

  /** Sends bytes and returns everything that the proxy answers until it closes the connection. */
  async send(bytes: string | Uint8Array): Promise<string> {
    const socket = this.connect()
    socket.write(bytes)
    return text(socket)
  }

  /** Opens a tunnel. Returns the socket and the status of the answer. */
  async tunnel(target: string, credentials = this.credentials): Promise<{ socket: Socket; status: number }> {
    const socket = this.connect()
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${credentials}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return { socket, status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString())?.[1]) }
  }

  /** Opens a tunnel to app.flora.ai and TLS in it, for any server name. */
  async secureTunnel(servername: string): Promise<TLSSocket> {
    const { socket } = await this.tunnel('app.flora.ai:443')
    const secure = connectSecurely({ socket, servername, ca: this.#trusted, ALPNProtocols: ['http/1.1'] })
    await once(secure, 'secureConnect')
    return secure
  }
}
