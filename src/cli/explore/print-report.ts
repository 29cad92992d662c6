import { markdownReport } from '../../explore/report/markdown.ts'
import type { Report } from '../../explore/report/report.ts'
import { terminalReport } from '../../explore/report/terminal.ts'
import type { ExploreOptions } from './options.ts'

/** Prints a report on standard output. */
export function printReport(report: Report, format: ExploreOptions['format']): void {
  process.stdout.write(rendered(report, format))
}

function rendered(report: Report, format: ExploreOptions['format']): string {
  switch (format) {
    case 'text':
      return terminalReport(report)
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`
    case 'markdown':
      return markdownReport(report)
  }
}
