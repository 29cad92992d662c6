import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { NO_BROWSER } from './setup.ts'

/** Arguments for automation. None of them disables a security check of pages. */
const ARGUMENTS = [
  // Chromium refuses to sandbox pages when it is started by root, as in containers.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

let running: Browser | null = null

/** Starts a browser for the tests of the calling file and closes it after them. Skips the tests where there is none. */
export function useBrowser(): void {
  beforeAll(async () => {
    running = await launch()
  })
  beforeEach(({ skip }) => {
    skip(running === null, NO_BROWSER)
  })
  afterAll(async () => {
    await running?.close()
    running = null
  })
}

/** The browser that `useBrowser` started. */
export function runningBrowser(): Browser {
  if (running === null)
    throw new Error('No browser is running: call useBrowser() at the top of the test file.')
  return running
}

async function launch(): Promise<Browser | null> {
  const found = inject('browser')
  if (found === null) return null
  return chromium.launch({
    executablePath: found.executablePath,
    args: ARGUMENTS,
    env: { ...process.env, ...found.env },
  })
}
