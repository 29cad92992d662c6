import { once } from 'node:events'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createMcpServer } from './server.ts'
import type { Target } from './tool.ts'

/** Serves the client on standard input and output, until it closes the input or `stopping` aborts. */
export async function serveStdio(target: Target, stopping: AbortSignal): Promise<void> {
  const server = createMcpServer(target)
  const ended = once(process.stdin, 'end', { signal: stopping })
  await server.connect(new StdioServerTransport())
  // The signal rejects the wait, which ends it as well.
  await ended.catch(() => undefined)
  await server.close()
  process.stdin.destroy()
}
