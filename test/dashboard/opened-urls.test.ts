import { expect, test } from 'vitest'
import type { CanvasDiagram } from '../../src/schemas/canvas/canvas.ts'
import { violations } from '../support/browser/axe.ts'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test.each(['light', 'dark'] as const)('a poll_url in a browser leads to the run, %s', async (colorScheme) => {
  const { page, api } = await openDashboard({ colorScheme, expected: /status of 401/ })
  const { run_id: id, poll_url: url } = await api.as('sk_test_checkout').generate({ prompt: 'A paper crane' })
  await page.goto(url ?? '')
  await page.getByRole('heading', { level: 1, name: 'This address is for programs' }).waitFor()
  expect(await page.getByRole('region', { name: 'curl' }).innerText()).toContain(url)
  expect(await violations(page, colorScheme)).toEqual([])
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  await page.getByRole('link', { name: 'Open the run in the dashboard, world checkout' }).click()
  await page.getByRole('heading', { level: 1, name: id }).waitFor()
  await page.getByRole('region', { name: 'State' }).getByText('A paper crane').waitFor()
})

test('a canvas_url in a browser shows the canvas of its project and world', async () => {
  const { page, api, field } = await openDashboard()
  const checkout = api.as('sk_test_checkout')
  await checkout.generate({ prompt: 'A paper crane' })
  const { canvas_url: url } = await checkout.get<CanvasDiagram>('/projects/prj_abc123/canvas')
  await page.goto(url)
  await page.getByRole('cell', { name: 'A paper crane' }).waitFor()
  expect(await field('Project').inputValue()).toBe('prj_abc123')
  expect(await field('World').inputValue()).toBe('checkout')
})

test('the canvas of an unknown project shows an error', async () => {
  const { page, api, field } = await openDashboard({ expected: /status of 404/ })
  await page.goto(`${api.emulator.url}/#/canvas/prj_nope`)
  await page.getByRole('alert').getByText('Project prj_nope not found.').waitFor()
  await field('Project').selectOption('prj_abc123')
  await page.getByRole('region', { name: 'Nodes' }).waitFor()
  expect(page.url()).toContain('#/canvas/prj_abc123')
})
