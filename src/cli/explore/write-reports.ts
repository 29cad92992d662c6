import { join } from 'node:path'
import { stepSummaryFile } from '../../config/config.ts'
import { writeTogether } from '../../config/write-file.ts'
import { htmlReport } from '../../explore/report/html.ts'
import { junitReport } from '../../explore/report/junit.ts'
import { markdownReport } from '../../explore/report/markdown.ts'
import type { Report } from '../../explore/report/report.ts'
import { reasonOf, StartError } from '../../kernel/errors.ts'
import { appendSummary } from '../reports/write.ts'

/**
 * Writes a report to a folder: JSON, Markdown, JUnit XML and HTML.
 *
 * @throws {StartError} exit code 4
 */
export function writeReports(dir: string, report: Report): void {
  try {
    writeTogether(
      new Map([
        [join(dir, 'explore.json'), `${JSON.stringify(report, null, 2)}\n`],
        [join(dir, 'explore.md'), markdownReport(report)],
        [join(dir, 'explore-junit.xml'), junitReport(report)],
        [join(dir, 'explore.html'), htmlReport(report)],
      ]),
    )
  } catch (error) {
    throw new StartError(4, `--report ${dir}: ${reasonOf(error)}`)
  }
}

/** Adds the report to the summary of a GitHub step, when there is one. */
export function summarizeStep(report: Report): void {
  const file = stepSummaryFile()
  if (file !== null) appendSummary(file, markdownReport(report))
}
