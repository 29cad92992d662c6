import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { expect, onTestFinished } from 'vitest'

/** Connects the official client. It is closed after the test. */
export async function connected(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  onTestFinished(async () => client.close())
  return client
}

interface Outcome {
  readonly isError: boolean
  readonly text: string
}

/** Calls a tool and returns its text. */
export async function outcomeOf(client: Client, name: string, args: object = {}): Promise<Outcome> {
  const { isError, content } = await client.callTool({ name, arguments: { ...args } })
  const [first] = Array.isArray(content) ? (content as { text?: string }[]) : []
  return { isError: isError === true, text: first?.text ?? '' }
}

/** Calls a tool that must succeed, and returns its result. */
export async function call<Result>(client: Client, name: string, args: object = {}): Promise<Result> {
  const { isError, text } = await outcomeOf(client, name, args)
  expect(isError, text).toBe(false)
  return JSON.parse(text) as Result
}
