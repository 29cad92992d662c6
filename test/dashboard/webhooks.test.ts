import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/dashboard.ts'

useBrowser()

const WEBHOOK = {
  id: 'wh_1',
  run_id: 'run_abc123',
  type: 'run.completed',
  url: 'http://127.0.0.1:9/hook',
  state: 'pending',
  next_attempt_at: 1_772_355_600_000,
  attempts: [{ at: 1_772_355_590_000, status: 503, duration_ms: 12, error: null }],
  payload: { run_id: 'run_abc123', prompt: '<img src=x onerror=1>' },
}

test('deliveries show their attempts and payload, and can be held, released and sent again', async () => {
  const { page, go, button, field } = await openDashboard()
  const asked: string[] = []
  await page.route('**/_emulator/worlds/default/webhooks**', async (route) => {
    const url = new URL(route.request().url())
    asked.push(`${route.request().method()} ${url.pathname.split('/webhooks')[1] ?? ''}${url.search}`)
    await route.fulfill({
      json: { webhooks: asked.at(-1)?.includes('state=failed') === true ? [] : [WEBHOOK] },
    })
  })
  await go('Webhooks')
  const card = page.getByRole('article', { name: 'Webhook wh_1' })
  await card.getByText('1 attempt, payload').click()
  await card.getByRole('cell', { name: '503' }).waitFor()
  await card.getByText('<img src=x onerror=1>').waitFor()
  await button('Hold').click()
  await button('Redeliver').click()
  await expect.poll(() => asked).toContain('POST /wh_1/redeliver')
  expect(asked).toContain('POST /wh_1/hold')
  await field('State').selectOption('failed')
  await page.getByText('No webhooks.').waitFor()
})
