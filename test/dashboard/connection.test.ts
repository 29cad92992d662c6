import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { MUG } from '../support/api.ts'
import { openDashboard, openPage, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('a banner appears while the emulator is unreachable, and the list reloads afterwards', async () => {
  const first = await startEmulator({ port: 0 })
  const port = Number(new URL(first.url).port)
  const page = await openPage(first.url, { path: '/#/runs', expected: /ERR_|Failed to load/ })
  await page.getByText('A cinematic product photo').waitFor()
  await first.close()
  await page.getByText('Cannot reach the emulator').waitFor()
  const second = await startEmulator({ port })
  onTestFinished(() => second.close())
  await second.world().workspaces.list()
  await page.getByText('Cannot reach the emulator').waitFor({ state: 'detached' })
  await second.fetch(`${second.baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_default' },
    body: JSON.stringify({ ...MUG, prompt: 'after the restart' }),
  })
  await page.getByText('after the restart').waitFor()
})

test('a failed control call is shown', async () => {
  const { page, api, button } = await openDashboard({ expected: /ERR_|Failed to load/ })
  await page.getByText('A cinematic product photo').waitFor()
  await api.emulator.close()
  await button('Until idle').click()
  await page.getByText('Could not advance the clock: No flora-emulator answers at').waitFor()
})

test('the token form opens on a 401, and reports a wrong token', async () => {
  const { page, button, field } = await openDashboard({
    options: { controlToken: 'let-me-in' },
    expected: /status of 401/,
  })
  await field('Control token').fill('wrong')
  await button('Continue').click()
  await page.getByText('The emulator refused this token.').waitFor()
  await field('Control token').fill('let-me-in')
  await button('Continue').click()
  await page.getByText('A cinematic product photo').waitFor()
  await page.reload()
  await page.getByText('A cinematic product photo').waitFor()
})

test('an unknown world is created on demand only', async () => {
  const { page, api, button } = await openDashboard({ path: '/#/runs?world=new', expected: /status of 404/ })
  await page.getByText('The world “new” does not exist.').waitFor()
  await button('Create world').click()
  await page.getByText('A cinematic product photo').waitFor()
  expect((await api.emulator.world('new').get()).name).toBe('new')
})

test('an invalid address shows a view of the default world', async () => {
  const { page, api } = await openDashboard({ expected: /status of 40[04]/ })
  for (const path of ['/#/nonsense', '/#/runs/%E0%A4%A', '/#//?world=', '/#/runs?world=../../x']) {
    await page.goto(api.emulator.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByLabel('World', { exact: true }).inputValue()).toBe('default')
    expect(await page.getByRole('navigation', { name: 'Views' }).getByRole('link').count()).toBe(9)
  }
})

test('a view that throws shows the error, and other views still work', async () => {
  const { page, go } = await openDashboard()
  const answer = { runs: [null], next_cursor: null, count: 1 }
  await page.route('**/runs?limit=50', async (route) => route.fulfill({ json: answer }))
  await go('Runs')
  await page.getByRole('alert').waitFor()
  await go('Money')
  await page.getByText('$100.00').first().waitFor()
})
