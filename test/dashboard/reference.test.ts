import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/dashboard.ts'

useBrowser()

test('the API reference sends a request to the emulator that it came from', async () => {
  const { page, api } = await openDashboard({ path: '/docs' })
  await page.getByRole('button', { name: 'GET /models' }).first().click()
  await page.getByRole('button', { name: 'Execute' }).click()
  await page.getByText('t2i-flux-2-pro').first().waitFor()
  expect(await api.world.requests.count({ operation: 'listModels', status: 200 })).toBe(1)
})

test('the control API has its reference too', async () => {
  const { page, api } = await openDashboard({ path: '/docs?api=control' })
  await page.getByRole('button', { name: 'POST /worlds/{world}/clock/advance' }).first().waitFor()
  await page.getByRole('button', { name: 'GET /health' }).first().click()
  await page.getByRole('button', { name: 'Execute' }).click()
  await page.getByText('uptime_ms').first().waitFor()
  expect(await api.world.requests.count()).toBe(0)
})
