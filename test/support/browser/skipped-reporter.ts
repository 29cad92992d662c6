import type { Reporter, TestModule } from 'vitest/node'
import { NO_BROWSER } from './setup.ts'

/** Prints in one line how many browser tests were skipped, and why. */
export class SkippedBrowserTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules
      .flatMap((module) => [...module.children.allTests('skipped')])
      .filter((test) => {
        const result = test.result()
        return result.state === 'skipped' && result.note === NO_BROWSER
      })
    if (skipped.length > 0)
      process.stderr.write(`${skipped.length} browser tests were skipped: ${NO_BROWSER}.\n`)
  }
}
