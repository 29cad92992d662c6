import { expect, onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator, type WorldHandle } from '../../src/index.ts'
import type { ErrorEnvelope } from '../../src/schemas/error.ts'
import type { GenerationPage, Run, RunStart } from '../../src/schemas/runs/run.ts'
import { expectDocumented } from './documented.ts'

/** The instant at which the clocks of test worlds start. */
export const START = Date.parse('2026-03-01T09:00:00Z')

/** A generation that the shipped fixtures accept: 12 seconds and 0.04 dollars. */
export const MUG = {
  type: 'image',
  prompt: 'a ceramic mug on a sunlit table',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
} as const

interface Answer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

interface Refusal {
  readonly status: number
  readonly headers: Headers
  readonly error: ErrorEnvelope['error']
}

interface Call {
  readonly method?: string
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent unchanged. */
  readonly text?: string
  readonly headers?: Record<string, string>
}

/** A client of the emulated API that validates every answer with openapi.yaml. */
export class TestApi {
  readonly emulator: Emulator
  readonly apiKey: string

  constructor(emulator: Emulator, apiKey: string) {
    this.emulator = emulator
    this.apiKey = apiKey
  }

  get world(): WorldHandle {
    return this.emulator.world(this.apiKey.startsWith('sk_test_') ? this.apiKey.slice(8) : undefined)
  }

  /** Returns a client of the same emulator with another key. */
  as(apiKey: string): TestApi {
    return new TestApi(this.emulator, apiKey)
  }

  async call<Body>(
    path: string,
    { method = 'GET', json, text, headers = {} }: Call = {},
  ): Promise<Answer<Body>> {
    const body = json === undefined ? text : JSON.stringify(json)
    const response = await this.emulator.fetch(this.emulator.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.apiKey}`, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const answer: unknown = await response.json()
    expectDocumented(method, path.split('?')[0] ?? '', response.status, answer)
    return { status: response.status, headers: response.headers, body: answer as Body }
  }

  /** Sends a GET that must succeed. */
  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.call<Body>(path)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }

  /** Sends a POST that must create something. */
  async post<Body>(path: string, json: unknown, headers: Record<string, string> = {}): Promise<Body> {
    const { status, body } = await this.call<Body>(path, { method: 'POST', json, headers })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }

  /** Sends a request that must be refused. */
  async refusal(path: string, call: Call = {}): Promise<Refusal> {
    const { status, headers, body } = await this.call<ErrorEnvelope>(path, call)
    expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
    expect(headers.get('request-id')).toMatch(/^req_\S+$/)
    expect(headers.get('x-request-id')).toBe(headers.get('request-id'))
    return { status, headers, error: body.error }
  }

  async generate(changes: object = {}, headers: Record<string, string> = {}): Promise<RunStart> {
    return this.post<RunStart>('/generate', { ...MUG, ...changes }, headers)
  }

  async run(id: string): Promise<Run> {
    return this.get<Run>(`/runs/${id}`)
  }

  async generations(query = ''): Promise<GenerationPage> {
    return this.get<GenerationPage>(`/generations${query}`)
  }
}

/** Starts an emulator for one test, with a manual clock at START, durations of production and a fixed seed. */
export async function startApi(options: EmulatorOptions = {}): Promise<TestApi> {
  const clock = options.clock ?? 'manual'
  const now = clock === 'real' ? {} : { now: new Date(START) }
  const emulator = await startEmulator({
    seed: 'test',
    checks: 'off',
    clock,
    durationScale: 1,
    ...now,
    ...options,
  })
  onTestFinished(() => emulator.close())
  return new TestApi(emulator, emulator.world().apiKey)
}
