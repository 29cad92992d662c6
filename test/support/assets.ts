import { expect } from 'vitest'
import type { Asset, AssetCreated, AssetState } from '../../src/schemas/assets/asset.ts'
import type { ErrorEnvelope } from '../../src/schemas/error.ts'
import type { TestApi } from './api.ts'
import { expectDocumented } from './documented.ts'

type Part = string | { readonly bytes: Buffer<ArrayBuffer>; readonly type?: string; readonly name?: string }

/** Builds a form with the parts in their order. */
export function form(...parts: readonly (readonly [string, Part])[]): FormData {
  const data = new FormData()
  for (const [name, part] of parts) {
    if (typeof part === 'string') data.append(name, part)
    else data.append(name, new File([part.bytes], part.name ?? 'x', { type: part.type ?? '' }))
  }
  return data
}

export async function sendForm(api: TestApi, body: FormData, headers: Record<string, string> = {}) {
  const response = await api.emulator.fetch(`${api.emulator.baseUrl}/assets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.apiKey}`, ...headers },
    body,
  })
  const answer: unknown = await response.json()
  expectDocumented('POST', '/assets', response.status, answer)
  return { status: response.status, body: answer }
}

/** Uploads a file in the request itself, which must succeed. */
export async function uploadDirectly(api: TestApi, body: FormData): Promise<AssetCreated> {
  const answer = await sendForm(api, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body as AssetCreated
}

/** Uploads a file in the request itself, which must be refused with 400. */
export async function refusedForm(api: TestApi, body: FormData): Promise<ErrorEnvelope['error']> {
  const answer = await sendForm(api, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(400)
  return (answer.body as ErrorEnvelope).error
}

export const reserve = async (api: TestApi, more: object = {}): Promise<AssetCreated> =>
  api.post<AssetCreated>('/assets', { source: 'signed-url', workspace_id: 'ws_abc123', ...more })

export const read = async (api: TestApi, id: string): Promise<Asset> => api.get<Asset>(`/assets/${id}`)

/** Completes or retries an upload without a body, as the SDK does. */
export async function step(api: TestApi, id: string, what: 'complete' | 'retry'): Promise<AssetState> {
  const { status, body } = await api.call<AssetState>(`/assets/${id}/${what}`, { method: 'POST' })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** The URL to which the bytes of a reserved asset are sent. */
export const uploadUrlOf = ({ upload }: Pick<AssetState, 'upload'>): string => upload?.url ?? ''

/** Sends a file to an upload URL. Returns the status. */
export async function put(api: TestApi, url: string, body: Buffer<ArrayBuffer>): Promise<number> {
  return (await api.emulator.fetch(url, { method: 'PUT', body })).status
}

export async function download(api: TestApi, url: string | null) {
  const answer = await api.emulator.fetch(url ?? '')
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    length: answer.headers.get('content-length'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}
