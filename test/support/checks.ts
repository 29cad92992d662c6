import { expect, onTestFinished, test } from 'vitest'
import type { CheckId } from '../../src/checks/index.ts'
import type { Emulator, EmulatorOptions } from '../../src/index.ts'
import type { FindingAnswer } from '../../src/schemas/control/checks/finding.ts'
import type { Run } from '../../src/schemas/runs/run.ts'
import { startApi, type TestApi } from './api.ts'

/** A client that a check must report, or one that looks alike and is right. */
export interface Case {
  readonly name: string
  readonly client: (api: TestApi) => Promise<unknown>
  readonly options?: EmulatorOptions
  /** Whether the client has ended when it is checked. @default true */
  readonly final?: boolean
}

interface Wrong extends Case {
  /** Members of the only finding. */
  readonly finding: {
    readonly message: string | RegExp
    readonly cost?: number
    /** Number of requests that prove it. */
    readonly requests: number
  }
}

/** Tests that a check reports the clients of `wrong` once each, and none of `right`. */
export function testCheck(
  id: CheckId,
  severity: FindingAnswer['severity'],
  { wrong, right }: { readonly wrong: readonly Wrong[]; readonly right: readonly Case[] },
): void {
  test.each(wrong.map((entry) => [entry.name, entry] as const))(
    `${id} reports a client that %s`,
    async (_name, entry) => {
      const found = (await findingsOf(entry)).filter(({ check }) => check === id)
      const { message, cost, requests } = entry.finding
      expect(found, JSON.stringify(found)).toHaveLength(1)
      const [finding] = found
      expect(finding?.message).toMatch(message)
      expect(finding).toMatchObject({ severity, cost_usd: cost ?? null, help: `docs/checks.md#${id}` })
      expect(finding?.requests).toHaveLength(requests)
    },
  )

  test.each(right.map((entry) => [entry.name, entry] as const))(
    `${id} leaves alone a client that %s`,
    async (_name, entry) => {
      expect((await findingsOf(entry)).filter(({ check }) => check === id)).toEqual([])
    },
  )
}

async function findingsOf({ client, options = {}, final = true }: Case): Promise<readonly FindingAnswer[]> {
  const api = await startApi(options)
  await client(api)
  return api.world.findings.list({ final })
}

/** Sends a start and ignores its answer. */
export async function start(api: TestApi, changes: object = {}, headers: Record<string, string> = {}) {
  return send(api, '/generate', { ...GENERATION, ...changes }, headers)
}

/** Sends a POST and returns the answer unchecked; null when the connection was cut. */
export async function send(
  api: TestApi,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response | null> {
  const { baseUrl, fetch } = api.emulator
  const authorization = `Bearer ${api.apiKey}`
  const init = { method: 'POST', headers: { authorization, ...headers }, body: JSON.stringify(body) }
  return fetch(baseUrl + path, init).catch(() => null)
}

const GENERATION = {
  type: 'image',
  prompt: 'A lighthouse',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
} as const

/** Starts a run, waits for its end by the manual clock, and reads it. */
export async function readToEnd(api: TestApi, changes: object = {}): Promise<Run> {
  const { run_id: id } = await api.generate(changes)
  await api.world.clock.advance({ until: id })
  return api.run(id)
}

/** Answers the next request with this status, or cuts its connection. */
export const failing = (effect: string): Record<string, string> => ({ 'x-flora-emulator': effect })

/** Fails when a check reports a warning or an error in any world. @param ignore checks that the clients break on purpose */
export async function expectNoFindings(emulator: Emulator, ignore: readonly CheckId[] = []): Promise<void> {
  const answer = await emulator.fetch(`${emulator.url}/_emulator/worlds`)
  const { worlds } = (await answer.json()) as { worlds: { name: string }[] }
  expect(worlds).not.toEqual([])
  for (const { name } of worlds) await emulator.world(name).findings.expectNone({ ignore })
}

/** Calls `expectNoFindings` at the end of the test. */
export function expectGoodClient(emulator: Emulator, ignore: readonly CheckId[] = []): void {
  onTestFinished(async () => expectNoFindings(emulator, ignore))
}
