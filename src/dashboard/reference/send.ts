import { tokenHeaders } from '../api/token.ts'
import type { ApiDocument, Operation } from './document.ts'

/** Entered values: parameters by name, body and key. */
export interface Inputs {
  readonly values: Readonly<Record<string, string>>
  /** Null for an operation without a body. */
  readonly body: string | null
  /** Null for the control API, which uses the control token instead. */
  readonly apiKey: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: string
  readonly body: string
}

export interface RequestToSend {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export function requestOf(document: ApiDocument, operation: Operation, inputs: Inputs): RequestToSend {
  const { values, body, apiKey } = inputs
  const given = operation.parameters.filter(({ name }) => (values[name] ?? '') !== '')
  const query = new URLSearchParams()
  for (const { name } of given.filter((each) => each.in === 'query')) query.set(name, values[name] ?? '')
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const headers: Record<string, string> = {}
  for (const { name } of given.filter((each) => each.in === 'header')) headers[name] = values[name] ?? ''
  return {
    url: `${document.servers[0]?.url ?? ''}${path}${query.size === 0 ? '' : `?${query.toString()}`}`,
    method: operation.method,
    headers: {
      ...(apiKey === null ? tokenHeaders() : { authorization: `Bearer ${apiKey}` }),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body,
  }
}

/** Sends a request. An error status is an answer too; rejects when no answer arrives. */
export async function send({ url, method, headers, body }: RequestToSend): Promise<Answer> {
  const answer = await fetch(url, { method, headers, ...(body === null ? {} : { body }) })
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: pretty(await answer.text()),
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
