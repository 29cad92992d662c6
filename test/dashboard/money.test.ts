import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('balances, the ledger and the total follow the cost of runs', async () => {
  const { page, api, go } = await openDashboard()
  await go('Money')
  const balance = page.getByRole('region', { name: 'Workspace ws_abc123' })
  await balance.getByText('$100.00').waitFor()
  await api.generate()
  await balance.getByText('$99.96').waitFor()
  await api.world.clock.advance({ until: 'idle' })
  await page.getByRole('region', { name: 'Spent' }).getByText('$0.04').waitFor()
  await expect
    .poll(async () => page.getByRole('region', { name: 'Ledger' }).getByRole('row').nth(1).innerText())
    .toMatch(/settle.*ws_abc123.*\$99\.96/s)
})

test('a balance can be set, and an invalid amount is reported at the field', async () => {
  const { page, api, go, button, field } = await openDashboard()
  await go('Money')
  await field('New balance of Empty Studio (USD)').fill('-1')
  await button('Set balance of Empty Studio').click()
  await page.getByText('Enter an amount in dollars, 0 or more.').waitFor()
  expect((await api.world.workspaces.get('ws_empty')).balance_usd).toBe(0)
  await field('New balance of Empty Studio (USD)').fill('12.5')
  await button('Set balance of Empty Studio').click()
  await page.getByRole('region', { name: 'Workspace ws_empty' }).getByText('$12.50').waitFor()
  expect((await api.world.workspaces.get('ws_empty')).balance_usd).toBe(12.5)
})
