import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { START } from '../support/api.ts'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('the clock is shown in every view, and its buttons move it', async () => {
  const { page, api, go, button } = await openDashboard()
  const now = page.getByRole('group', { name: 'Clock' }).getByRole('time')
  await expect.poll(async () => now.innerText()).toBe('2026-03-01 09:00:00')
  await button('+1 min').click()
  await expect.poll(async () => now.innerText()).toBe('2026-03-01 09:01:00')
  await go('Money')
  await button('+2 h').click()
  await expect.poll(async () => now.innerText()).toBe('2026-03-01 11:01:00')
  expect(await api.world.clock.now()).toBe(START + 121 * 60_000)
})

test('the mode of the clock can be chosen', async () => {
  const { api, field } = await openDashboard()
  await field('Clock mode').selectOption('auto')
  await expect.poll(async () => (await api.world.clock.get()).mode).toBe('auto')
})

test('a reset restores the fixtures, and can be undone', async () => {
  const { page, api, go, button } = await openDashboard()
  await api.generate({ prompt: 'to be forgotten' })
  await go('Runs')
  const row = page.getByRole('listitem').filter({ hasText: 'to be forgotten' })
  await row.waitFor()
  await button('Reset').click()
  await row.waitFor({ state: 'detached' })
  await button('Undo').click()
  await row.waitFor()
})

test('a new world can be created, and becomes the current one', async () => {
  const { page, api, go, button, field } = await openDashboard()
  await api.generate({ prompt: 'in the default world' })
  await button('More…').click()
  await field('New world').fill('Not A Name')
  await page.getByText('Use lower case letters, digits').waitFor()
  expect(await button('Create world').isDisabled()).toBe(true)
  await field('New world').fill('checkout')
  await button('Create world').click()
  await expect.poll(() => page.url()).toContain('world=checkout')
  await go('Runs')
  await page.getByText('A cinematic product photo').waitFor()
  expect(await page.getByText('in the default world').count()).toBe(0)
  await field('World').selectOption('default')
  await page.getByText('in the default world').waitFor()
})

test('a snapshot can be downloaded and restored', async () => {
  const { page, api, go, button, field } = await openDashboard()
  await api.generate({ prompt: 'in the snapshot' })
  await button('More…').click()
  const downloading = page.waitForEvent('download')
  await button('Download snapshot').click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('default.snapshot.json')
  const file = await download.path()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 'flora-emulator-world' })
  await api.world.reset()
  await field('Upload snapshot').setInputFiles(file)
  await page.getByText('into the world “default”').waitFor()
  await page.keyboard.press('Escape')
  await go('Runs')
  await page.getByText('in the snapshot').waitFor()
  await button('Undo').click()
  await page.getByText('in the snapshot').waitFor({ state: 'detached' })
})

test.each([
  ['text.json', 'not json', 'The file is not JSON.'],
  ['other.json', '{"a":1}', 'Required'],
])('an invalid snapshot (%s) is refused with a reason', async (name, text, reason) => {
  const { page, button, field } = await openDashboard({ expected: /status of 400/ })
  await button('More…').click()
  const buffer = Buffer.from(text)
  await field('Upload snapshot').setInputFiles({ name, mimeType: 'application/json', buffer })
  await page.getByText(reason).waitFor()
})
