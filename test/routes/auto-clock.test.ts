import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import type { SlugRun } from '../../src/schemas/techniques/technique-run.ts'
import { START, startApi, type TestApi } from '../support/api.ts'
import { operations } from '../support/documented.ts'
import { BRAND_COPY } from '../support/techniques.ts'

const READS = operations.filter(({ method }) => method === 'GET')

/** Reads that show runs. The test finds those that are added later. */
const KNOWN = [
  'getCanvasDefinition',
  'getProjectGraph',
  'getRun',
  'getTechniqueRun',
  'listCanvasNodes',
  'listGenerations',
  'listTechniqueRuns',
]

/** Starts a generation and a technique run in the world of the key. Returns the address of each read in that world. */
async function startRuns(api: TestApi): Promise<(path: string) => string> {
  await api.generate()
  const { run_id: runId } = await api.post<SlugRun>(BRAND_COPY.path, BRAND_COPY.body)
  const values: Readonly<Record<string, string>> = {
    workspaceId: 'ws_abc123',
    projectId: 'prj_abc123',
    techniqueId: 'brand-copy',
    runId,
    assetId: 'asset_abc123',
    actionId: 'rotate-image-browser',
  }
  const valueOf = (name: string): string => {
    const value = values[name]
    if (value === undefined) throw new Error(`Add a value for the path parameter ${name} to this test.`)
    return value
  }
  // listProjects requires a workspace; no other read refuses one.
  return (path) =>
    `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(name))}?workspace_id=ws_abc123`
}

/** Returns the reads whose answers change when the runs end. */
async function readsThatShowRuns(api: TestApi): Promise<string[]> {
  await api.world.clock.set({ mode: 'manual' })
  const address = await startRuns(api)
  const answers = async () => Promise.all(READS.map(async ({ path }) => api.get(address(path))))
  const before = await answers()
  await api.world.clock.advance({ until: 'idle' })
  const after = await answers()
  const changed = READS.filter((_, index) => !isDeepStrictEqual(before[index], after[index]))
  return changed.map(({ operationId }) => operationId)
}

/** Returns the reads after which an automatic clock shows a later instant. */
async function readsThatMoveTheClock(api: TestApi): Promise<string[]> {
  const moving: string[] = []
  for (const [index, { operationId, path }] of READS.entries()) {
    const world = api.as(`sk_test_w${index}`)
    const address = await startRuns(world)
    await world.get(address(path))
    if ((await world.world.clock.now()) > START) moving.push(operationId)
  }
  return moving
}

test('an automatic clock moves after each read of openapi.yaml that shows a run in flight, and after no other', async () => {
  const api = await startApi({ clock: 'auto', rateLimit: 'off' })
  const showing = await readsThatShowRuns(api.as('sk_test_still'))
  expect(await readsThatMoveTheClock(api)).toEqual(showing)
  expect(showing).toEqual(expect.arrayContaining(KNOWN))
})
