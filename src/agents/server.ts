import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  type CallToolResult,
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import { ControlError } from '../client/control-client.ts'
import { VERSION } from '../config/package-root.ts'
import { BadArguments } from './bad-arguments.ts'
import type { Target, Tool } from './tool.ts'
import { TOOLS } from './tools/index.ts'

const INSTRUCTIONS = `flora-emulator serves FLORA's REST API on localhost, for tests: no account, no network, no bill.
A world is an isolated copy of the service with its own runs, balances, rules and clock. Call start_world for its API key and
base URL, run the program under test with them, then use find_requests, explain_run and list_findings to see what it did.
Rules make requests or runs fail. With a manual clock, runs end when advance_clock moves the time.`

/** Creates an MCP server whose tools act on an emulator. */
export function createMcpServer(target: Target): McpServer {
  const info = { name: 'flora-emulator', version: VERSION }
  const mcp = new McpServer(info, { capabilities: { tools: {} }, instructions: INSTRUCTIONS })
  // The registry of McpServer takes schemas of zod alone.
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(describeTool) }))
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = TOOLS.find(({ name }) => name === params.name)
    if (tool === undefined) throw unknownTool(params.name)
    return callTool(tool, target, params.arguments ?? {})
  })
  return mcp
}

const describeTool = ({ name, description, input, example, reads }: Tool) => ({
  name,
  description,
  inputSchema: { ...input, type: 'object' as const, additionalProperties: false, examples: [example] },
  annotations: { readOnlyHint: reads, openWorldHint: false },
})

function unknownTool(name: string): McpError {
  const known = TOOLS.map((tool) => tool.name).join(', ')
  return new McpError(ErrorCode.InvalidParams, `Unknown tool ${JSON.stringify(name)}. Known: ${known}.`)
}

/** Returns refusals as results, because a model sees results and can correct its call. */
async function callTool(tool: Tool, target: Target, args: object): Promise<CallToolResult> {
  try {
    const result = await tool.call(target, args)
    return { content: [{ type: 'text', text: JSON.stringify(result) }] }
  } catch (error) {
    if (error instanceof BadArguments) return refusal(error.message)
    if (!(error instanceof ControlError)) throw error
    return refusal(`${tool.name}: ${error.message}${remedyOf(error)}`)
  }
}

const refusal = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] })

function remedyOf({ code, message }: ControlError): string {
  if (code === 'unreachable') return ' Start it with flora-emulator, or correct --emulator.'
  if (/^World ".*" not found/.test(message)) return ' Call list_worlds for the names, or start_world.'
  return ''
}
