import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { createMcpServer } from './server.ts'
import type { Target } from './tool.ts'

/**
 * Answers one message of a client over streamable HTTP, as JSON. There are no sessions: the state is in the worlds.
 *
 * @param body the parsed JSON
 */
export async function answerMcp(target: Target, request: Request, body: unknown): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const server = createMcpServer(target)
  await server.connect(transport)
  try {
    return await transport.handleRequest(request, { parsedBody: body })
  } finally {
    await server.close()
  }
}
