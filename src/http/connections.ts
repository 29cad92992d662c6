import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Tracks open sockets. Returns a function that closes idle ones, so that shutdown does not wait for them. */
export function trackConnections(server: Server): () => void {
  // Browsers open connections in advance. Node counts them as busy until a request arrives.
  const silent = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }) => silent.delete(socket))
  return () => {
    if (!server.listening) return
    const closeIdle = (): void => {
      server.closeIdleConnections()
      for (const socket of silent) socket.destroy()
    }
    // A keep-alive connection becomes idle after its last answer, so idle ones are closed until the server has closed.
    const sweep = setInterval(closeIdle, 10)
    server.once('close', () => clearInterval(sweep))
  }
}
