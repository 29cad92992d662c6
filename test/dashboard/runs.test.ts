import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('a new run appears, moves and ends without a reload of the page', async () => {
  const { page, api, go } = await openDashboard()
  await go('Runs')
  await api.generate({ prompt: 'started elsewhere' })
  const row = page.getByRole('listitem').filter({ hasText: 'started elsewhere' })
  await row.getByText('pending').waitFor()
  await api.world.clock.advance({ seconds: 6 })
  await row.getByText('running').waitFor()
  expect(Number(await row.getByRole('progressbar').getAttribute('value'))).toBeGreaterThan(30)
  await api.world.clock.advance({ until: 'idle' })
  await row.getByText('completed').waitFor()
  await row.locator('img').waitFor()
})

test('with a real clock the progress bar of a run moves', async () => {
  const { page, api, go } = await openDashboard({ options: { clock: 'real', durationScale: 0.3 } })
  await go('Runs')
  await api.generate({ prompt: 'on its way' })
  const bar = page.getByRole('listitem').filter({ hasText: 'on its way' }).getByRole('progressbar')
  await bar.waitFor()
  const first = Number(await bar.getAttribute('value'))
  await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThan(first)
})

test('the list is filtered by status, type and model', async () => {
  const { page, api, go, field } = await openDashboard()
  await api.generate({ prompt: 'a picture' })
  await api.generate({ prompt: 'a film', type: 'video' })
  await go('Runs')
  const titles = async () => page.getByRole('list', { name: 'Runs' }).getByRole('link').allInnerTexts()
  await expect.poll(titles).toHaveLength(4)
  await field('Type').selectOption('video')
  await expect.poll(titles).toEqual(['a film'])
  await field('Status').selectOption('completed')
  await page.getByText('No runs match.').waitFor()
  await field('Type').selectOption('')
  await expect.poll(titles).toHaveLength(2)
  await field('Status').selectOption('')
  await field('Model').fill('no-such-model')
  await page.getByText('No runs match.').waitFor()
})

test('a long history is shown in pages of fifty runs', async () => {
  const { page, api, go, button } = await openDashboard({ options: { rateLimit: 'off' } })
  await Promise.all(Array.from({ length: 110 }, async () => api.generate()))
  await go('Runs')
  const rows = page.getByRole('list', { name: 'Runs' }).getByRole('listitem')
  await page.getByText('112 runs').waitFor()
  await expect.poll(async () => rows.count()).toBe(50)
  expect(await button('Newer').isDisabled()).toBe(true)
  await button('Older').click()
  await page.getByText('Page 2').waitFor()
  await button('Older').click()
  await expect.poll(async () => rows.count()).toBe(12)
  expect(await button('Older').isDisabled()).toBe(true)
})

test('a run can be failed with an error code', async () => {
  const { page, api, button, field } = await openDashboard()
  const { run_id: id } = await api.generate()
  await page.goto(`${api.emulator.url}/#/runs/${id}`)
  await field('Error code').fill('not a code')
  await page.getByText('Use letters, digits and _').waitFor()
  expect(await button('Fail').isDisabled()).toBe(true)
  await field('Error code').fill('LLM_REFUSAL')
  await button('Fail').click()
  await page.getByText('The language model refused to answer.').waitFor()
  expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'LLM_REFUSAL' })
})

test('a run can be completed, and shows its output at full size', async () => {
  const { page, api, button } = await openDashboard()
  const { run_id: id } = await api.generate()
  await page.goto(`${api.emulator.url}/#/runs/${id}`)
  await button('Complete').click()
  await page.getByRole('region', { name: 'Outputs' }).getByRole('img').waitFor()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByText('Completed').waitFor()
  expect(await timeline.innerText()).toContain('2026-03-01 09:00:00')
})

test('outputs of every type can be played or read', async () => {
  const { page, api } = await openDashboard()
  const selectors = { video: 'video', audio: 'audio', text: 'p.output' }
  for (const [type, selector] of Object.entries(selectors)) {
    const { run_id: id } = await api.generate({ type })
    await api.world.runs.complete(id)
    await page.goto(`${api.emulator.url}/#/runs/${id}`)
    await page.getByRole('region', { name: 'Outputs' }).locator(selector).waitFor()
  }
})

test('a run lists the requests about it', async () => {
  const { page, api } = await openDashboard()
  const { run_id: id } = await api.generate()
  await api.generate()
  await api.run(id)
  await page.goto(`${api.emulator.url}/#/runs/${id}`)
  const links = page.getByRole('region', { name: 'Requests', exact: true }).getByRole('link')
  await expect.poll(async () => links.allInnerTexts()).toEqual([`/api/v1/runs/${id}`, '/api/v1/generate'])
})

test('an unknown run shows an error', async () => {
  const { page, api } = await openDashboard({ expected: /404/ })
  await page.goto(`${api.emulator.url}/#/runs/run_nope`)
  await page.getByText('Run run_nope not found.').waitFor()
})

test('a failed run shows that it was refunded', async () => {
  const { page, api, go } = await openDashboard()
  await api.generate({ prompt: 'in vain [[fail:LLM_REFUSAL]]' })
  await api.world.clock.advance({ until: 'idle' })
  await go('Runs')
  await page.getByRole('listitem').filter({ hasText: 'in vain' }).getByTitle('Refunded').waitFor()
})
