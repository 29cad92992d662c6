import { connect } from 'node:net'

/** Sends text over a socket and returns the answer, for requests that `fetch` refuses to send. */
export async function rawRequest(url: string, text: string, { thenEnd = false } = {}): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      if (thenEnd) socket.end(text)
      else socket.write(text)
    })
    let received = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => (received += chunk))
    socket.on('end', () => resolve(received))
    socket.on('error', reject)
  })
}
