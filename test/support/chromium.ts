import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** Debian's build without what a window needs, which runs these tests in half of the time. It shows no PDF. */
const SHELL = '/usr/bin/chromium-headless-shell'

/** Where operating systems and their packages put the whole browser. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    return folder === undefined ? [] : [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')]
  }),
]

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/**
 * Starts a browser, for the caller to close. Fails where there is none: set CHROMIUM_PATH, or install one.
 * @param build `shell` for the small build where there is one
 */
export async function launchChromium(build: 'shell' | 'whole' = 'shell'): Promise<Browser> {
  const places = build === 'shell' ? [SHELL, ...PLACES] : PLACES
  const executablePath = process.env['CHROMIUM_PATH'] ?? places.find((place) => existsSync(place))
  if (executablePath === undefined) {
    throw new Error(
      `Chromium was not found in ${places.join(', ')}. Install it, or name it in CHROMIUM_PATH.`,
    )
  }
  return chromium.launch({ executablePath, args: ARGUMENTS })
}
