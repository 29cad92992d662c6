import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Har } from 'har-format'
import { onTestFinished } from 'vitest'
import { RECORDING_MEMBER, RECORDING_VERSION, type Recording } from '../../../src/schemas/recording.ts'
import { record, type RecordResult } from '../../../src/upstream/record/record.ts'
import { type TestApi, startApi } from '../api.ts'
import { temporaryFolder } from '../fixtures.ts'
import { type Proxy, proxyOf, type Spoil } from './proxy.ts'

/** The API key of the recorded client. */
export const CLIENT_KEY = 'ak_abcdefghijklmnop'

const NO_RUNS: Recording = { version: RECORDING_VERSION, models: {}, techniques: {}, actions: {} }

type CallInit = Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> }

export interface Recorded extends Proxy {
  readonly api: TestApi
  readonly file: string
  /** Base URL of the recorder. */
  readonly url: string
  /** Lines about the requests. */
  readonly said: string[]
  readonly call: (path: string, init?: CallInit) => Promise<Response>
  readonly post: (path: string, body: object) => Promise<Record<string, unknown>>
  readonly finish: () => Promise<RecordResult>
  readonly har: () => Har
  readonly recording: () => Recording
}

/** A recorder in front of an emulator that is reached through a misbehaving proxy. */
export async function startRecorder(
  spoil?: Spoil,
  file = join(temporaryFolder(), 'recording.har'),
): Promise<Recorded> {
  const api = await startApi()
  const proxy = await proxyOf(api.emulator, spoil)
  const said: string[] = []
  const say = (text: string): void => void said.push(text)
  const recorder = await record({ base: proxy.base, file, port: 0, say, graceMs: 200 })
  let finished: Promise<RecordResult> | null = null
  const finish = (): Promise<RecordResult> => (finished ??= recorder.finish())
  onTestFinished(async () => void (await finish()))
  const call: Recorded['call'] = (path, init = {}) =>
    fetch(recorder.url + path, {
      ...init,
      headers: { authorization: `Bearer ${CLIENT_KEY}`, ...init.headers },
    })
  const har = (): Har => JSON.parse(readFileSync(file, 'utf8')) as Har
  return {
    ...proxy,
    api,
    file,
    said,
    call,
    finish,
    har,
    url: recorder.url,
    post: async (path, body) => {
      const init = {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }
      return (await (await call(path, init)).json()) as Record<string, unknown>
    },
    recording: () => (har().log as unknown as Record<string, Recording>)[RECORDING_MEMBER] ?? NO_RUNS,
  }
}
