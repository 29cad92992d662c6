// Takes docs/dashboard.png, the picture of the README: the playground of a world in which a few runs have ended.
// Usage: npm run build && node scripts/screenshot.mjs
import { chromium } from 'playwright-core'
import { findBrowser } from './find-browser.mjs'

const built = new URL('../dist/index.js', import.meta.url).href
const { startEmulator } = /** @type {typeof import('../src/index.ts')} */ (await import(built))

const RUNS = [
  { type: 'audio', prompt: 'Rain on a tin roof' },
  { type: 'image', prompt: 'A paper crane on a desk', params: { aspect_ratio: '1:1' } },
  { type: 'text', prompt: 'Three names for a lamp that follows the sun' },
  { type: 'image', prompt: 'Botanical print of a fern', params: { aspect_ratio: '3:4' } },
  { type: 'video', prompt: 'Waves at dusk, slow pan' },
  { type: 'image', prompt: 'A greenhouse at night', params: { aspect_ratio: '16:9' } },
  { type: 'image', prompt: 'A crowd in motion', directives: 'fail:GENERATION_PROMPT_MODERATED' },
  { type: 'image', prompt: 'A lighthouse in the fog, seen from the sea', params: { aspect_ratio: '4:3' } },
]

const emulator = await startEmulator({ seed: 'picture', clock: 'manual', now: '2026-03-01T09:00:00Z' })
const world = emulator.world()
const start = async (
  /** @type {{ type: string, prompt: string, directives?: string }} */ { directives = '', ...run },
) => {
  await emulator.fetch(`${emulator.baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.apiKey}`, 'x-flora-emulator': directives },
    body: JSON.stringify({ ...run, workspace_id: 'ws_abc123', project_id: 'prj_abc123' }),
  })
  await world.clock.advance({ seconds: 20 })
}
for (const run of RUNS) await start(run)
await world.clock.advance({ until: 'idle' })
await start({ type: 'image', prompt: 'A tea house in the snow', directives: 'duration:40' })

const found = findBrowser()
if (found === null) throw new Error('Found no Chrome or Chromium. Install one, or set CHROMIUM_PATH.')
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: ['--no-sandbox', '--disable-gpu'],
  env: { ...process.env, ...found.env },
})
const page = await browser.newPage({ viewport: { width: 1440, height: 860 } })
await page.goto(emulator.url)
await page.getByLabel('Prompt', { exact: true }).fill('A lighthouse in the fog, seen from the sea')
await page.getByRole('listitem').filter({ hasText: 'A paper crane' }).locator('img').waitFor()
await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined)
await page.screenshot({ path: 'docs/dashboard.png' })
await browser.close()
await emulator.close()
