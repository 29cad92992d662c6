import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('requests appear when they are answered', async () => {
  const { page, api, go } = await openDashboard()
  await go('Requests')
  await api.call('/runs/run_nope')
  const row = page.getByRole('row').filter({ hasText: '/api/v1/runs/run_nope' })
  await row.waitFor()
  expect(await row.innerText()).toMatch(/404.*GET.*getRun.* ms/s)
})

test('the details of a refused request list every wrong field', async () => {
  const { page, api, go } = await openDashboard()
  await go('Requests')
  await api.refusal('/generate', { method: 'POST', json: { type: 'image', workspace_id: 'ws_abc123' } })
  await page.getByRole('row').filter({ hasText: '/api/v1/generate' }).getByRole('link').click()
  await page.getByRole('heading', { name: 'POST startGeneration' }).waitFor()
  expect(await page.evaluate('document.activeElement.id')).toBe('request-heading')
  const wrong = page.getByRole('group', { name: 'What was wrong' })
  expect(await wrong.innerText()).toContain('input_validation_error')
  expect(await wrong.getByRole('listitem').allInnerTexts()).toEqual([
    'prompt Required',
    'project_id Required',
  ])
  expect(await page.getByRole('region', { name: 'Request body' }).innerText()).toContain('"ws_abc123"')
})

test('the details of a request name its rule and link to its run', async () => {
  const { page, api, go } = await openDashboard()
  const rule = await api.world.rules.add({ effect: { duration_seconds: 1 }, match: { type: 'image' } })
  const { run_id: id } = await api.generate()
  await go('Requests')
  await page.getByRole('row').filter({ hasText: 'startGeneration' }).getByRole('link').click()
  const details = page.getByRole('region', { name: 'POST startGeneration' })
  await details.getByText(rule.id, { exact: true }).waitFor()
  await details.getByRole('link', { name: id }).click()
  await page.getByRole('heading', { level: 1, name: id }).waitFor()
})

test('filters apply to earlier and later requests', async () => {
  const { page, api, go, field } = await openDashboard()
  await api.get('/models')
  await go('Requests')
  await field('Path contains').fill('/runs/')
  const rows = page.getByRole('region', { name: 'Requests', exact: true }).getByRole('link')
  await page.getByText('No requests match.').waitFor()
  await api.get('/models')
  await api.run('run_abc123')
  await expect.poll(async () => rows.allInnerTexts()).toEqual(['/api/v1/runs/run_abc123'])
  await field('Status').fill('40')
  await page.getByText('Enter three digits, such as 404.').waitFor()
  await field('Status').fill('404')
  await page.getByText('No requests match.').waitFor()
})

test('the journal can be cleared', async () => {
  const { page, api, go, button } = await openDashboard()
  await api.get('/models')
  await go('Requests')
  await page.getByRole('row').filter({ hasText: '/api/v1/models' }).waitFor()
  await button('Clear').click()
  await page.getByText('No requests match.').waitFor()
  expect(await api.world.requests.count()).toBe(0)
})

test('a request that is answered while the journal loads is shown', async () => {
  const { page, api, go } = await openDashboard()
  await page.route('**/worlds/default/requests**', async (route) => {
    const answer = await route.fetch()
    await api.call('/runs/run_nope')
    await route.fulfill({ response: answer })
  })
  await go('Requests')
  await page.getByRole('row').filter({ hasText: '/api/v1/runs/run_nope' }).waitFor()
})
