import type { TestProject } from 'vitest/node'
import { findBrowser } from '../../../scripts/find-browser.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where no browser was found. */
    readonly browser: ReturnType<typeof findBrowser>
  }
}

/** Why browser tests are skipped, and what to do about it. */
export const NO_BROWSER =
  'no Chrome or Chromium was found: install one, or set CHROMIUM_PATH to its executable'

/**
 * Finds the browser once, before any test runs.
 *
 * @throws Error with `CI=true` where there is none, so that no pipeline skips tests unnoticed
 */
export default function setup(project: TestProject): void {
  const browser = findBrowser()
  if (browser === null) {
    if (process.env['CI'] === 'true') throw new Error(`Browser tests cannot run: ${NO_BROWSER}.`)
    project.vitest.logger.warn(`Browser tests will be skipped: ${NO_BROWSER}.`)
  }
  project.provide('browser', browser)
}
