import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('the canvas of a project is shown as a drawing and as a table', async () => {
  const { page, api, go, field } = await openDashboard()
  await api.call('/projects/prj_abc123/canvas', {
    method: 'PATCH',
    json: { diagram: 'graph LR\n a["A mug <b>(Image)"]\n b["It turns (Video)"]\n a --> b' },
  })
  await go('Canvas')
  await field('Project').selectOption('prj_abc123')
  await page.getByRole('cell', { name: 'It turns' }).waitFor()
  expect(await page.locator('.graph g.node').count()).toBeGreaterThanOrEqual(3)
  expect(await page.locator('.graph path.edge').count()).toBe(1)
  await field('Project').selectOption('prj_empty')
  await page.getByText('This canvas is empty.').waitFor()
})

test('a large canvas shows its newest nodes', async () => {
  const { page, api, go } = await openDashboard({ options: { rateLimit: 'off' } })
  await Promise.all(Array.from({ length: 320 }, async () => api.generate()))
  await go('Canvas')
  await page.getByText('The newest 300 of 322 nodes.').waitFor()
  expect(await page.locator('.graph g.node').count()).toBe(300)
})
