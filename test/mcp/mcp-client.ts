import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const MODULES = resolve('test/mcp/node_modules')

/** What a tool answers. */
export interface ToolResult {
  readonly isError: boolean
  /** The text parts, joined by line breaks. */
  readonly text: string
}

interface Message {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly settle: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** FLORA's MCP server in a process of its own, over standard input and output. */
export class McpClient {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #requests = 0
  #errors = ''

  constructor(emulator: { readonly baseUrl: string; readonly apiKey: string }) {
    const flags = [
      // The defaults send code, queries and the key to servers of Stainless.
      ['--code-execution-mode', 'local'],
      ['--docs-search-mode', 'local'],
      // Required, and used for HTTP alone.
      ['--oauth-client-id', 'test'],
      ['--oauth-client-secret', 'test'],
    ].flat()
    this.#process = spawn(process.execPath, [`${MODULES}/flora-mcp/index.js`, ...flags], {
      env: {
        ...process.env,
        // The server looks for deno there.
        PATH: [`${MODULES}/.bin`, process.env['PATH']].join(delimiter),
        FLORA_BASE_URL: emulator.baseUrl,
        FLORA_API_KEY: emulator.apiKey,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#listen()
  }

  /** Introduces the client; returns the name and version of the server. */
  async connect(): Promise<unknown> {
    const { serverInfo } = (await this.#request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'flora-emulator', version: '1' },
    })) as { serverInfo: unknown }
    this.#send({ method: 'notifications/initialized' })
    return serverInfo
  }

  /** The names of the tools. */
  async tools(): Promise<string[]> {
    const { tools } = (await this.#request('tools/list', {})) as { tools: { name: string }[] }
    return tools.map(({ name }) => name)
  }

  async call(name: string, args: Readonly<Record<string, string>>): Promise<ToolResult> {
    const { content, isError = false } = (await this.#request('tools/call', { name, arguments: args })) as {
      content: { text?: string }[]
      isError?: boolean
    }
    return { isError, text: content.map(({ text = '' }) => text).join('\n') }
  }

  close(): void {
    this.#process.kill()
  }

  async #request(method: string, params: object): Promise<unknown> {
    this.#requests += 1
    const id = this.#requests
    const answer = new Promise((settle, reject: (error: Error) => void) => {
      this.#waiting.set(id, { settle, reject })
    })
    this.#send({ id, method, params })
    return answer
  }

  #send(message: object): void {
    this.#process.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  }

  #listen(): void {
    const { stdout, stderr } = this.#process
    if (stdout === null || stderr === null) throw new Error('the MCP server has no standard output')
    stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
    createInterface({ input: stdout }).on('line', (line) => this.#receive(line))
    this.#process.on('error', (error) => this.#fail(error))
    this.#process.on('exit', (code) =>
      this.#fail(new Error(`the MCP server exited with ${code}: ${this.#errors}`)),
    )
  }

  #receive(line: string): void {
    const { id = 0, result, error } = JSON.parse(line) as Message
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.settle(result)
    else waiting?.reject(new Error(error.message))
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
