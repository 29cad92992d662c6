import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'
import { failing, start } from '../support/checks.ts'

useBrowser()

test('findings appear as they happen, with their cost, requests and remedy', async () => {
  const { page, api, go } = await openDashboard()
  await go('Findings')
  await page.getByText('No findings.').waitFor()
  await start(api, {}, failing('drop:after'))
  await start(api)
  const card = page.getByRole('article', { name: 'error: retry-without-key' })
  await card.getByText('This start was billed twice: $0.04 more').waitFor()
  await card.getByText('docs/checks.md#retry-without-key').waitFor()
  await card.getByText(/Send a key of your own/).waitFor()
  const [{ requests } = { requests: [] }] = await api.world.findings.list()
  expect(await card.getByRole('link', { name: /^req_/ }).allTextContents()).toEqual(requests)
  await card.getByRole('link', { name: /^req_/ }).first().click()
  await page.getByRole('heading', { name: 'Requests' }).waitFor()
})
