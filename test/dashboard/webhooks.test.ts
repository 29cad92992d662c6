import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('a delivery shows attempts and payload, and can be held, released and sent again', async () => {
  const { page, api, go, button, field } = await openDashboard()
  const inbox = api.world.inbox('shop')
  await inbox.replyWith({ status: 503, times: 1 })
  const { run_id: id } = await api.generate({ callback_url: inbox.url })
  await go('Webhooks')
  const card = page.getByRole('article').filter({ hasText: id })
  await button('Hold').click()
  await card.getByText('held', { exact: true }).waitFor()
  await button('Release').click()
  await card.getByText('pending', { exact: true }).waitFor()
  await api.world.clock.advance({ until: 'idle' })
  await card.getByText('1 attempt, payload').click()
  await card.getByRole('cell', { name: '503' }).first().waitFor()
  await card.getByText('"type": "run.completed"').waitFor()
  await button('Redeliver').click()
  await card.getByText('delivered', { exact: true }).waitFor()
  expect((await inbox.list()).map(({ status }) => status)).toEqual([503, 200])
  await field('State').selectOption('failed')
  await page.getByText('No webhooks match.').waitFor()
})

test('the timeline of a run contains the attempts of its webhooks', async () => {
  const { page, api } = await openDashboard()
  const { run_id: id } = await api.generate({ callback_url: 'https://example.com/hook' })
  await page.goto(`${api.emulator.url}/#/runs/${id}`)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByText('Webhook due').waitFor()
  await api.world.clock.advance({ until: 'idle' })
  await timeline.getByText(/Webhook attempt: .*--allow-egress/).waitFor()
  await page
    .getByRole('article', { name: /^Webhook whd_/ })
    .getByText('blocked')
    .waitFor()
})
