import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** Where operating systems and their packages put it. */
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

/** Starts a browser; a test file starts one and closes it. Fails where there is none: set CHROMIUM_PATH, or install one. */
export async function launchChromium(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH']
  const executablePath = named ?? PLACES.find((place) => existsSync(place))
  if (executablePath === undefined) {
    throw new Error(
      `Chromium was not found in ${PLACES.join(', ')}. Install it, or name it in CHROMIUM_PATH.`,
    )
  }
  return chromium.launch({ executablePath, args: ARGUMENTS })
}
