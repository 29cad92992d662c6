import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../kernel/errors.ts'
import { junitXml } from './junit.ts'
import { sarif } from './sarif.ts'
import { stepSummary } from './step-summary.ts'
import type { ReviewFacts } from './summary.ts'

/**
 * Writes the reports to a folder, which is created.
 *
 * @throws {StartError} exit code 4
 */
export function writeReports(dir: string, facts: ReviewFacts): void {
  try {
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'junit.xml'), junitXml(facts))
    writeFileSync(join(dir, 'findings.sarif'), sarif(facts))
    writeFileSync(join(dir, 'summary.md'), stepSummary(facts))
  } catch (error) {
    throw new StartError(4, `--report ${dir}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Appends to the summary of a step. A file that cannot be written must not fail the command. */
export function appendSummary(file: string, text: string): void {
  try {
    appendFileSync(file, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(`flora-emulator: GITHUB_STEP_SUMMARY: ${reason}\n`)
  }
}
