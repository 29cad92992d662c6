import { expect } from 'vitest'
import type { TestApi } from './api.ts'

interface ControlAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown> & {
    readonly error?: { readonly code: string; readonly message: string }
  }
}

/** Calls the control API without the client of the package. */
export async function control(
  { emulator }: TestApi,
  method: string,
  path: string,
  json?: unknown,
  headers: Record<string, string> = {},
): Promise<ControlAnswer> {
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const answer = await emulator.fetch(`${emulator.url}/_emulator${path}`, {
    method,
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(hasBody ? { body: typeof json === 'string' ? json : JSON.stringify(json ?? {}) } : {}),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? {} : JSON.parse(text)) as ControlAnswer['body'],
  }
}

/** Calls the control API, which must refuse it. Returns the status and the message. */
export async function refused(
  api: TestApi,
  method: string,
  path: string,
  json?: unknown,
): Promise<[number, string]> {
  const { status, body } = await control(api, method, path, json)
  expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(Object.keys(body)).toEqual(['error'])
  expect(Object.keys(body.error ?? {})).toEqual(['code', 'message'])
  return [status, body.error?.message ?? '']
}
