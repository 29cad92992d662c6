import { execFileSync } from 'node:child_process'
import FLORA from '@flora-ai/flora'
import { expect, test } from 'vitest'
import { type Dashboard, openDashboard, useBrowser } from '../support/browser/dashboard.ts'
import { BRAND_COPY } from '../support/techniques.ts'

useBrowser()

/** Contains the special characters of shells and programs. */
const PROMPT = 'it\'s "quoted", $HOME, `id`, \\ and\na second line: مصباح'

/** Opens the page of a run and returns a snippet. */
async function snippet({ page, api }: Dashboard, runId: string, name: string): Promise<string> {
  await page.goto(`${api.emulator.url}/#/runs/${runId}`)
  const text = await page.getByRole('region', { name, exact: true }).locator('pre').textContent()
  return text ?? ''
}

/** Returns the arguments that a shell passes to curl. */
function argumentsOf(curl: string): string[] {
  const script = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${curl}`
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

/** Runs a program like a module. */
async function runSdk(program: string): Promise<void> {
  const [, ...lines] = program.split('\n')
  const Program = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (sdk: unknown) => Promise<void>
  await new Program('FLORA', lines.join('\n'))(FLORA)
}

const startOf = async ({ api }: Dashboard) => {
  const { requests } = await api.world.requests.list({ method: 'POST', limit: 1 })
  return requests[0]
}

test('the curl command of a run repeats its start request', async () => {
  const dashboard = await openDashboard()
  const { api } = dashboard
  const { run_id: id } = await api.generate({ prompt: PROMPT }, { 'x-flora-emulator': 'duration:3' })
  const { request_body: body } = (await startOf(dashboard)) ?? {}
  expect(argumentsOf(await snippet(dashboard, id, 'curl'))).toEqual([
    '-s',
    `${api.emulator.baseUrl}/generate`,
    '-H',
    'Authorization: Bearer sk_test_default',
    '-H',
    'Content-Type: application/json',
    '-H',
    'x-flora-emulator: duration:3',
    '-d',
    JSON.stringify(body),
  ])
})

test('the SDK program of a run starts the same run again, with and without the journal', async () => {
  const dashboard = await openDashboard()
  const { api } = dashboard
  const { run_id: id } = await api.generate({ prompt: PROMPT, params: { aspect_ratio: '16:9' } })
  const first = await startOf(dashboard)
  await runSdk(await snippet(dashboard, id, 'TypeScript SDK'))
  expect((await startOf(dashboard))?.request_body).toEqual(first?.request_body)
  await api.world.requests.clear()
  await dashboard.page.reload()
  await runSdk(await snippet(dashboard, id, 'TypeScript SDK'))
  const { requests } = await api.world.requests.list({ operation: 'startGeneration' })
  expect(requests[0]?.request_body).toMatchObject({ prompt: PROMPT, params: { aspect_ratio: '16:9' } })
})

test('a technique run can be reproduced while the journal holds its request', async () => {
  const dashboard = await openDashboard()
  const { api, page } = dashboard
  const { run_id: id } = await api.post<{ run_id: string }>(BRAND_COPY.path, BRAND_COPY.body)
  const first = await startOf(dashboard)
  await runSdk(await snippet(dashboard, id, 'TypeScript SDK'))
  const again = await startOf(dashboard)
  expect([again?.path, again?.request_body]).toEqual([first?.path, first?.request_body])
  expect(again?.id).not.toBe(first?.id)
  await api.world.requests.clear()
  await page.reload()
  await page.getByText('is no longer in the journal').waitFor()
})
