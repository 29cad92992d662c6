import { expect, test } from 'vitest'
import { violations } from '../support/browser/axe.ts'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('the API reference sends requests to the emulator that serves it', async () => {
  const { page, api, button, field } = await openDashboard({ path: '/docs' })
  await page.locator('#startGeneration summary').click()
  const operation = page.locator('#startGeneration')
  expect(await operation.getByRole('region', { name: 'Response body' }).innerText()).toContain(
    'run_id: string',
  )
  await field('Body').fill(
    JSON.stringify({ ...JSON.parse(await field('Body').inputValue()), prompt: 'tried' }),
  )
  expect(await operation.getByRole('region', { name: 'curl' }).innerText()).toContain('"prompt":"tried"')
  await button('Send startGeneration').click()
  await operation.getByText('"run_id": "run_').waitFor()
  expect((await api.world.runs.list({ limit: 1 })).runs[0]?.prompt).toBe('tried')
})

test('parameters are filled with examples, and sent in path and query', async () => {
  const { page, api, button, field } = await openDashboard({ path: '/docs#listProjects' })
  await page.locator('#listProjects summary').waitFor()
  await field('limit (query)').fill('1')
  await button('Send listProjects').click()
  await page.getByText('"project_id": "prj_abc123"').waitFor()
  const { requests } = await api.world.requests.list({ operation: 'listProjects' })
  expect(requests[0]?.path).toBe('/api/v1/projects?limit=1&workspace_id=ws_abc123')
})

test('a refusal is shown like any other answer', async () => {
  const { page, button, field } = await openDashboard({ path: '/docs', expected: /status of 404/ })
  await page.locator('#getRun summary').click()
  await field('runId (required)').fill('run_../x')
  await button('Send getRun').click()
  await page.getByText('"code": "not_found"').waitFor()
})

test('the control API has a reference', async () => {
  const { page, api, button, field } = await openDashboard({ path: '/docs?api=control' })
  await page.locator('#advanceClock summary').click()
  await field('Body').fill('{"seconds": 60}')
  await button('Send advanceClock').click()
  await page.getByText('"events_omitted": 0').waitFor()
  expect(await api.world.requests.count()).toBe(0)
})

test('the reference of the control API asks for the control token', async () => {
  const { page, button, field } = await openDashboard({
    path: '/docs?api=control',
    options: { controlToken: 'let-me-in' },
    expected: /status of 401/,
  })
  await field('Control token').fill('let-me-in')
  await button('Continue').click()
  await page.locator('#listWorlds summary').click()
  await button('Send listWorlds').click()
  await page.getByText('"name": "default"').waitFor()
})

test('every operation of both documents opens with an example request', async () => {
  const { page } = await openDashboard({ path: '/docs' })
  for (const path of ['/docs', '/docs?api=control']) {
    await page.goto(new URL(path, page.url()).href)
    await page.locator('details.operation').first().waitFor()
    await page.evaluate(
      `document.querySelectorAll('details.operation').forEach((each) => (each.open = true))`,
    )
    const count = await page.locator('details.operation').count()
    await expect.poll(async () => page.getByRole('region', { name: 'curl' }).count()).toBe(count)
    expect(count).toBeGreaterThanOrEqual(28)
    expect(await page.getByText('undefined').count()).toBe(0)
  }
})

test.each(['light', 'dark'] as const)(
  'axe finds no serious violation in the reference, %s',
  async (colorScheme) => {
    const { page, button } = await openDashboard({ path: '/docs', colorScheme })
    await page.locator('#startGeneration summary').click()
    await page.locator('#listGenerations summary').click()
    await button('Send startGeneration').click()
    await page.getByRole('region', { name: 'Answer body' }).waitFor()
    expect(await violations(page, colorScheme)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  },
)
