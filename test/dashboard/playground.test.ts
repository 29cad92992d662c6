import { expect, test } from 'vitest'
import { openDashboard, useBrowser } from '../support/browser/dashboard.ts'

useBrowser()

const REFUSED = /status of 4\d\d/

test('a generated image appears in the gallery', async () => {
  const { page, field, button } = await openDashboard({ options: { clock: 'real', durationScale: 0.02 } })
  await field('Prompt').fill('A lighthouse in the fog')
  await button('Generate').click()
  const tile = page.getByRole('listitem').filter({ hasText: 'A lighthouse in the fog' })
  await tile.locator('img').waitFor()
  await expect
    .poll(async () => page.evaluate(`document.querySelector('li img').naturalWidth`), { timeout: 10_000 })
    .toBeGreaterThan(0)
})

test('with a manual clock a hint names “Until idle”, which finishes the runs', async () => {
  const { page, field, button } = await openDashboard()
  await field('Prompt').fill('A mug')
  await button('Generate').click()
  await page.getByText('The clock stands still.').waitFor()
  await button('Until idle').click()
  await page.getByText('Clock advanced: 1 run ended.').waitFor()
  await page.getByText('The clock stands still.').waitFor({ state: 'detached' })
})

test('the form cannot be sent before the projects are loaded', async () => {
  const { page, field, button } = await openDashboard()
  let answer = (): void => undefined
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/_emulator/worlds/default/projects', async (route) => {
    await held
    await route.continue()
  })
  await page.reload()
  await field('Prompt').fill('A hasty mug')
  expect(await button('Generate').isDisabled()).toBe(true)
  answer()
  await button('Generate').click()
  await page.getByRole('listitem').filter({ hasText: 'A hasty mug' }).waitFor()
})

test('the request contains type, model, parameters and directives', async () => {
  const { page, api, field, button } = await openDashboard()
  await page.getByRole('radio', { name: 'video' }).check({ force: true })
  await field('Prompt').fill('Waves')
  await expect.poll(async () => field('Model').inputValue()).toMatch(/^t2v|^i2v|video/)
  await page.getByText('Directives').click()
  await field('Fail with').selectOption('LLM_REFUSAL')
  await button('Generate').click()
  const { requests } = await api.world.requests.waitFor({ operation: 'startGeneration' })
  expect(requests[0]).toMatchObject({
    status: 201,
    directives: 'fail:LLM_REFUSAL',
    request_body: { type: 'video', prompt: 'Waves', workspace_id: 'ws_abc123', project_id: 'prj_abc123' },
  })
})

test('a numeric parameter is validated by its descriptor and sent as a number', async () => {
  const { api, field, button } = await openDashboard()
  await field('Model').selectOption('t2i-flux-2-klein-4b')
  await field('Prompt').fill('A mug')
  const steps = field('num_inference_steps')
  if (!(await steps.isVisible())) await button('Generate').page().getByText('Parameters of').click()
  await steps.fill('51')
  await button('Generate').click()
  await field('num_inference_steps').page().getByText('Enter at most 50.').waitFor()
  expect(await api.world.requests.count({ operation: 'startGeneration' })).toBe(0)
  await steps.fill('8')
  await field('Aspect ratio').selectOption('portrait_4_3')
  await button('Generate').click()
  const { requests } = await api.world.requests.waitFor({ operation: 'startGeneration' })
  expect(requests[0]?.request_body).toMatchObject({
    model: 't2i-flux-2-klein-4b',
    params: { num_inference_steps: 8, aspect_ratio: 'portrait_4_3' },
  })
})

test('an empty form reports the missing prompt and sends nothing', async () => {
  const { page, api, field, button } = await openDashboard()
  await button('Generate').click()
  await page.getByText('Enter a prompt.').waitFor()
  expect(await field('Prompt').getAttribute('aria-invalid')).toBe('true')
  expect(await api.world.requests.count({ operation: 'startGeneration' })).toBe(0)
})

test('a refusal is shown with the message of the API', async () => {
  const { page, api, field, button } = await openDashboard({ expected: REFUSED })
  await api.world.workspaces.setBalance('ws_abc123', 0)
  await field('Prompt').fill('A mug')
  await button('Generate').click()
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toMatch(/credits/i)
})

const HOSTILE = {
  markup: '<img src=x onerror="document.title=1"><script>document.title=2</script>',
  'right to left': 'مصباح في الضباب \u202e reversed',
  emoji: '👩‍🚀🏳️‍🌈 in the fog',
  'control characters': 'a\u0001b\u001b[31mc',
  'a very long word': 'x'.repeat(20_000),
}

test('hostile prompts are shown as text in every view', async () => {
  const { page, api, go, button } = await openDashboard()
  const ids: string[] = []
  for (const prompt of Object.values(HOSTILE)) ids.push((await api.generate({ prompt })).run_id)
  await button('Until idle').click()
  const isHarmless = async () => {
    expect(await page.locator('main script, main [onerror]').count()).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await page.title()).toMatch(/ – flora-emulator$/)
  }
  const starts = Object.values(HOSTILE).map((prompt) => prompt.slice(0, 10))
  for (const start of starts) await page.getByRole('listitem').filter({ hasText: start }).waitFor()
  await isHarmless()
  await go('Runs')
  for (const start of starts) {
    await page.getByRole('list', { name: 'Runs' }).getByRole('link', { name: start }).waitFor()
  }
  await isHarmless()
  for (const [index, id] of ids.entries()) {
    await page.goto(`${api.emulator.url}/#/runs/${id}`)
    await page.getByRole('heading', { level: 1, name: id }).waitFor()
    await page
      .getByRole('region', { name: 'State' })
      .getByText(starts[index] ?? '')
      .waitFor()
    await isHarmless()
  }
})

test('a callback URL can be an inbox, and an invalid one is reported', async () => {
  const { page, api, button, field } = await openDashboard({ expected: /400/ })
  await field('Prompt').fill('announced')
  await page.getByText('Webhook', { exact: true }).click()
  await field('Callback URL').fill('nonsense')
  await button('Generate').click()
  await page.getByText('Must be an http(s) URL that the server may call').first().waitFor()
  await field('Callback URL').fill(api.world.inbox('demo').url)
  await button('Generate').click()
  await page.getByRole('listitem').filter({ hasText: 'announced' }).waitFor()
  await button('Until idle').click()
  expect(await api.world.inbox('demo').waitFor()).toHaveLength(1)
})

test('a missing output file is replaced by a text', async () => {
  const { page, api } = await openDashboard({ expected: /404/ })
  await api.generate({ prompt: 'lost' }, { 'x-flora-emulator': 'output:404' })
  await api.world.clock.advance({ until: 'idle' })
  await page.getByText('The file does not load').waitFor()
})

test('a model of the gateway generates through its own operation', async () => {
  const { page, api, field, button } = await openDashboard({ options: { strict: true } })
  await field('Model').selectOption('google/nano-banana-2')
  await field('Prompt').fill('A mug of tea')
  const pictures = field('Reference images')
  if (!(await pictures.isVisible())) await page.getByText('Parameters of').click()
  await pictures.fill('https://example.com/a.png\nhttps://example.com/b.png')
  await button('Generate').click()
  const { requests } = await api.world.requests.waitFor({ operation: 'startGatewayGeneration' })
  expect(requests[0]).toMatchObject({
    status: 201,
    request_body: {
      model: 'google/nano-banana-2',
      params: { image_urls: ['https://example.com/a.png', 'https://example.com/b.png'] },
    },
  })
  await page.getByRole('listitem').filter({ hasText: 'A mug of tea' }).waitFor()
})
