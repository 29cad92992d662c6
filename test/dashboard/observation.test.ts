import { expect, test } from 'vitest'
import { START, type TestApi } from '../support/api.ts'
import { type Dashboard, openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

const VIEWS = ['Playground', 'Runs', 'Requests', 'Webhooks', 'Rules', 'Money', 'Findings', 'Canvas']

/** Adds a rule that the next request of the emulated API uses up. */
const addTrap = async ({ world }: TestApi) =>
  world.rules.add({ match: {}, times: 1, effect: { error: { status: 503 } } })

/** Opens every view, and the pages of a run and of a canvas, and waits until each is loaded. */
async function openEverything({ page, api, go }: Dashboard, runId: string): Promise<void> {
  const loaded = async () => page.locator('.placeholder:text("Loading…")').waitFor({ state: 'detached' })
  for (const view of VIEWS) {
    await go(view)
    await loaded()
  }
  await page.goto(`${api.emulator.url}/#/runs/${runId}`)
  await page.getByRole('region', { name: 'TypeScript SDK' }).waitFor()
  await page.goto(`${api.emulator.url}/#/canvas/prj_abc123`)
  await page.getByRole('region', { name: 'Nodes' }).waitFor()
}

test('opening every view uses up no rule and no rate limit, leaves the journal empty and moves no clock', async () => {
  const dashboard = await openDashboard({ options: { clock: 'auto', rateLimit: '2/3600' } })
  const { api } = dashboard
  const { run_id: id } = await api.generate()
  await api.world.requests.clear()
  // The first read of a canvas stores the nodes of its runs, which every later answer would contain anyway.
  await api.world.canvas('prj_abc123')
  const before = await api.world.snapshot()
  await addTrap(api)
  await openEverything(dashboard, id)
  expect(await api.world.rules.list()).toMatchObject([{ applied: 0 }])
  expect(await api.world.requests.count()).toBe(0)
  expect(await api.world.clock.now()).toBe(START)
  await api.world.rules.clear()
  expect(await api.world.snapshot()).toEqual(before)
  await api.run(id)
})

test('a rule that fails every request leaves the Playground readable', async () => {
  const { page, api, field, button } = await openDashboard({ expected: /status of 503/ })
  await api.world.rules.add({ match: {}, effect: { error: { status: 503 } } })
  await page.reload()
  await expect.poll(async () => field('Model').inputValue()).toBe('t2i-flux-2-pro')
  await expect.poll(async () => field('Project').inputValue()).toBe('prj_abc123')
  await page.getByRole('listitem').filter({ hasText: 'A cinematic' }).waitFor()
  await field('Prompt').fill('A mug')
  await button('Generate').click()
  await page.getByRole('alert').getByText('503').waitFor()
})

test('with an auto clock a run of the Playground waits for a client, and a hint explains why', async () => {
  const { page, api, field, button } = await openDashboard({ options: { clock: 'auto' } })
  await field('Prompt').fill('A mug that waits')
  await button('Generate').click()
  const tile = page.getByRole('listitem').filter({ hasText: 'A mug that waits' })
  await tile.getByText('pending').waitFor()
  await page.getByText('The clock moves when a client polls a run').waitFor()
  expect(await api.world.requests.count({ operation: 'getRun' })).toBe(0)
  expect(await api.world.clock.now()).toBe(START)
  await button('Until idle').click()
  await tile.locator('img').waitFor()
})

test('requests of the Playground are marked, and hidden until the user shows them', async () => {
  const { page, api, go, field, button } = await openDashboard()
  await field('Prompt').fill('A mug')
  await button('Generate').click()
  const { requests } = await api.world.requests.waitFor({ client: 'dashboard' })
  expect(requests).toMatchObject([{ operation: 'startGeneration', status: 201 }])
  await go('Requests')
  await page.getByText('No requests match.').waitFor()
  const rows = page.getByRole('region', { name: 'Requests', exact: true }).getByRole('link')
  await api.get('/models')
  await expect.poll(async () => rows.allInnerTexts()).toEqual(['/api/v1/models'])
  await field('Show requests of the dashboard').check()
  await expect.poll(async () => rows.allInnerTexts()).toEqual(['/api/v1/models', '/api/v1/generate'])
})

test('the page of a run links to its start request in the Playground', async () => {
  const { page, field, button } = await openDashboard()
  await field('Prompt').fill('A mug')
  await button('Generate').click()
  await page.getByRole('listitem').filter({ hasText: 'A mug' }).getByRole('link').click()
  await page.getByRole('link', { name: '/api/v1/generate' }).click()
  await page.getByRole('heading', { name: 'POST startGeneration' }).waitFor()
  expect(await field('Show requests of the dashboard').isChecked()).toBe(true)
})
