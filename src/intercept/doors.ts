import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import type { Authority } from './authority.ts'

/** Time for a TLS handshake, after which the connection is cut. */
const HANDSHAKE_MS_MAX = 10_000

/** The servers that stand for FLORA's hosts. They hand every request to the emulator in this process. */
export interface Doors {
  /** Stands for port 80. */
  readonly plain: Server
  /** Stands for every other port. It speaks HTTP/1.1 over TLS. */
  readonly secure: Server
  readonly ports: DoorPorts
  /** Returns how many TLS handshakes have failed, such as of clients that refuse the certificate. */
  readonly failedHandshakes: () => number
  readonly close: () => Promise<void>
}

export interface DoorPorts {
  readonly secure: number
  readonly plain: number
}

/** Opens both doors on loopback, on free ports. */
export async function openDoors(emulator: Server, { server }: Authority): Promise<Doors> {
  // The emulator answers requests without a host, with the error envelope of the API.
  const options = { requireHostHeader: false }
  const plain = createServer(options)
  const secure = createSecureServer({
    ...options,
    ...server,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: HANDSHAKE_MS_MAX,
  })
  for (const door of [plain, secure]) {
    door.on('request', (request: IncomingMessage, response: ServerResponse) =>
      emulator.emit('request', request, response),
    )
    door.on('clientError', (error: Error, socket: Socket) => emulator.emit('clientError', error, socket))
  }
  let failed = 0
  secure.on('tlsClientError', () => (failed += 1))
  const ports = { plain: await listen(plain), secure: await listen(secure) }
  const close = async (): Promise<void> => {
    await Promise.all([plain, secure].map(closeDoor))
  }
  return { plain, secure, ports, failedHandshakes: () => failed, close }
}

async function listen(door: Server): Promise<number> {
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  return (door.address() as AddressInfo).port
}

async function closeDoor(door: Server): Promise<void> {
  const closed = once(door, 'close')
  door.close()
  door.closeAllConnections()
  await closed
}
