import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { EmulatorOptions } from '../../../src/index.ts'
import { startApi, type TestApi } from '../api.ts'
import { runningBrowser } from './launch.ts'

export { useBrowser } from './launch.ts'

/** Contexts by colour scheme, whose pages share caches. Storage is not shared: every test has a port of its own. */
const contexts = new WeakMap<Browser, Map<string, Promise<BrowserContext>>>()

interface Settings {
  readonly path?: string
  readonly options?: EmulatorOptions
  readonly colorScheme?: 'light' | 'dark'
  /** Console messages that the test expects, such as those of a refused request. */
  readonly expected?: RegExp
}

export interface Dashboard {
  readonly api: TestApi
  readonly page: Page
  /** Opens a view by its link in the navigation. */
  readonly go: (view: string) => Promise<void>
  readonly button: (name: string) => Locator
  /** An input by its label. */
  readonly field: (name: string) => Locator
}

/** Opens the dashboard of an emulator with a manual clock. Its console must stay silent. */
export async function openDashboard(settings: Settings = {}): Promise<Dashboard> {
  const api = await startApi(settings.options)
  const page = await openPage(api.emulator.url, settings)
  return {
    api,
    page,
    go: async (view) => {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click()
      await page.getByRole('heading', { level: 1, name: view }).waitFor()
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
    field: (name) => page.getByLabel(name, { exact: true }),
  }
}

export async function openPage(
  url: string,
  { path = '/', colorScheme = 'light', expected }: Settings,
): Promise<Page> {
  const page = await (await contextFor(runningBrowser(), colorScheme)).newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error.stack)))
  onTestFinished(async () => {
    await page.close()
    expect(complaints.filter((complaint) => expected?.test(complaint) !== true)).toEqual([])
  })
  await page.goto(url + path)
  return page
}

async function contextFor(browser: Browser, colorScheme: 'light' | 'dark'): Promise<BrowserContext> {
  const known = contexts.get(browser) ?? new Map<string, Promise<BrowserContext>>()
  contexts.set(browser, known)
  const open = known.get(colorScheme)
  if (open !== undefined) return open
  const viewport = { width: 1280, height: 900 }
  const context = browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  known.set(colorScheme, context)
  return context
}
