import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkKind, createFolder, writeTogether } from '../../config/write-file.ts'
import { reasonOf, StartError } from '../../kernel/errors.ts'
import { junitXml } from './junit.ts'
import { sarif } from './sarif.ts'
import { stepSummary } from './step-summary.ts'
import type { ReviewFacts } from './summary.ts'

/**
 * Creates the folder of the reports before the command runs, which may take long.
 *
 * @throws {StartError} exit code 4, when nothing can be written there
 */
export function createReportFolder(dir: string): void {
  try {
    createFolder(dir)
  } catch (error) {
    throw new StartError(4, `--report ${dir}: ${reasonOf(error)}`)
  }
}

/** Writes the reports. Says so on standard error, and returns false, when it cannot. */
export function writeReports(dir: string, facts: ReviewFacts): boolean {
  try {
    createFolder(dir)
    writeTogether(
      new Map([
        [join(dir, 'junit.xml'), junitXml(facts)],
        [join(dir, 'findings.sarif'), sarif(facts)],
        [join(dir, 'summary.md'), stepSummary(facts)],
      ]),
    )
    return true
  } catch (error) {
    process.stderr.write(`flora-emulator: --report ${dir}: ${reasonOf(error)}\n`)
    return false
  }
}

/** Appends to the summary of a step. A file that cannot be written must not fail the command. */
export function appendSummary(file: string, text: string): void {
  try {
    checkKind(file)
    appendFileSync(file, text)
  } catch (error) {
    process.stderr.write(`flora-emulator: GITHUB_STEP_SUMMARY: ${reasonOf(error)}\n`)
  }
}
