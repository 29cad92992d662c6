import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Follows the connections of a server. Returns what hangs up those that would only hold up its stop. */
export function followConnections(server: Server): () => void {
  // Browsers open connections before they need them; to Node these count as busy.
  const silent = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }) => silent.delete(socket))
  return () => {
    if (!server.listening) return
    const hangUp = (): void => {
      server.closeIdleConnections()
      for (const socket of silent) socket.destroy()
    }
    // Those that are kept alive after their last answer would stay for as long as they may idle.
    const sweep = setInterval(hangUp, 10)
    server.once('close', () => clearInterval(sweep))
  }
}
