import FLORA from '@flora-ai/flora'
import { expect, test } from 'vitest'
import { MUG } from '../support/api.ts'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

test('a rule can be added, edited and deleted, and counts its uses', async () => {
  const { page, api, go, button, field } = await openDashboard()
  await go('Rules')
  await field('Model').fill('t2i-*')
  await field('Error status').fill('503')
  await button('Add rule').click()
  const rule = page.getByRole('article', { name: 'Rule rule_1' })
  await rule.getByText('applied 0 of 1').waitFor()
  expect(await rule.innerText()).toContain('the operation is startGeneration, the model is t2i-*')

  const sdk = new FLORA({ baseURL: api.emulator.baseUrl, apiKey: api.apiKey, maxRetries: 0 })
  await expect(sdk.generations.create(MUG)).rejects.toThrow('503')
  await rule.getByText('applied 1 of 1').waitFor()

  await button('Edit rule_1').click()
  await field('Times').fill('')
  await field('Error status').fill('429')
  await button('Save rule').click()
  const edited = page.getByRole('article', { name: 'Rule rule_2' })
  await edited.getByText('applied 0 of ∞').waitFor()
  await expect.poll(async () => rule.count()).toBe(0)
  expect(await api.world.rules.list()).toMatchObject([
    {
      match: { operation: 'startGeneration', model: 't2i-*' },
      times: null,
      effect: { error: { status: 429 } },
    },
  ])

  await button('Delete rule_2').click()
  await page.getByText('No rules. Every request gets its normal answer.').waitFor()
})

test('a refused rule shows its problem and keeps the form', async () => {
  const { page, go, button, field } = await openDashboard({ expected: /status of 400/ })
  await go('Rules')
  await button('Add rule').click()
  expect(await page.getByRole('alert').innerText()).toBe('effect: Must have at least one member')
  await field('Operation').fill('noSuchOperation')
  await field('Delay (ms)').fill('5')
  await button('Add rule').click()
  await page.getByText('match.operation: Unknown').waitFor()
  expect(await field('Delay (ms)').inputValue()).toBe('5')
})

test('the effects of the form become the effects of the rule', async () => {
  const { api, go, button, field } = await openDashboard()
  await go('Rules')
  await field('Delay (ms)').fill('10')
  await field('Cut the connection').selectOption('after')
  await field('Body of the answer').selectOption('malformed')
  await field('Outcome of the run').selectOption('failed')
  await field('Run error code').fill('LLM_REFUSAL')
  await field('Duration (s)').fill('2.5')
  await button('Add rule').click()
  await expect
    .poll(async () => (await api.world.rules.list())[0]?.effect)
    .toEqual({
      delay_ms: 10,
      drop: 'after',
      body: 'malformed',
      outcome: { status: 'failed', error_code: 'LLM_REFUSAL' },
      duration_seconds: 2.5,
    })
})
