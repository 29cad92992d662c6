import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../support/browser/axe.ts'
import { type Dashboard, openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

const VIEWS = ['Playground', 'Runs', 'Requests', 'Webhooks', 'Rules', 'Money', 'Findings', 'Canvas']

/** Creates data for every view. Returns the id of a run. */
async function fill({ api }: Dashboard): Promise<string> {
  await api.generate({ prompt: 'one that fails [[fail:LLM_REFUSAL]]' })
  await api.generate({ type: 'text' })
  await api.world.clock.advance({ until: 'idle' })
  const { run_id: id } = await api.generate({ callback_url: api.world.inbox('a-rather-long-name').url })
  await api.world.clock.advance({ seconds: 5 })
  await api.world.rules.add({ effect: { delay_ms: 1 }, match: { prompt: 'never' } })
  await api.call('/runs/run_nope')
  return id
}

test.each(['light', 'dark'] as const)(
  'axe finds no serious violation in any view, %s',
  async (colorScheme) => {
    const dashboard = await openDashboard({ colorScheme })
    const { page, go } = dashboard
    const id = await fill(dashboard)
    for (const view of VIEWS) {
      await go(view)
      await page.locator('.placeholder:text("Loading…")').waitFor({ state: 'detached' })
      expect(await violations(page, colorScheme), view).toEqual([])
    }
    await go('Requests')
    await page.getByRole('row').filter({ hasText: '/api/v1/runs/' }).getByRole('link').click()
    await page.getByRole('group', { name: 'What was wrong' }).waitFor()
    expect(await violations(page, colorScheme), 'request').toEqual([])
    await page.goto(`${page.url().split('#')[0]}#/runs/${id}`)
    await page.getByRole('heading', { level: 1, name: id }).waitFor()
    expect(await violations(page, colorScheme), 'run').toEqual([])
  },
)

test('no view is wider than the window, from 360 to 1920 pixels', async () => {
  const dashboard = await openDashboard()
  const { page, go } = dashboard
  const id = await fill(dashboard)
  const checkWidths = async (view: string) => {
    for (const width of [360, 768, 1920]) {
      await page.setViewportSize({ width, height: 900 })
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow, `${view} at ${width}`).toBeLessThanOrEqual(0)
    }
  }
  for (const view of VIEWS) {
    await go(view)
    await page.locator('.placeholder:text("Loading…")').waitFor({ state: 'detached' })
    await checkWidths(view)
  }
  await page.goto(`${page.url().split('#')[0]}#/runs/${id}`)
  await page.getByRole('region', { name: 'TypeScript SDK' }).waitFor()
  await checkWidths('run')
})

const focused = `document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''`

/** Presses Tab until the focused element has this text. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    if (String(await page.evaluate(focused)).trim() === text) return
  }
  throw new Error(`Tab does not lead to “${text}”.`)
}

test('a run can be started, opened and failed with the keyboard alone', async () => {
  const { page, api } = await openDashboard()
  await page.getByRole('listitem').filter({ hasText: 'A cinematic' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(focused)).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Prompt')
  await page.keyboard.type('typed by hand')
  await tabTo(page, 'Generate')
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: 'typed by hand' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Run run_' }).waitFor()
  // The focus is on the heading, so that screen readers announce the view.
  expect(String(await page.evaluate(focused))).toMatch(/^Run run_/)
  await tabTo(page, 'Fail')
  await page.keyboard.press('Enter')
  await page.getByText('The generation failed.').waitFor()
  expect((await api.world.runs.list({ status: 'failed' })).runs).toHaveLength(1)
})
