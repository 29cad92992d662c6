import { usd } from '../verdict.ts'
import { counted, countsOf, failuresOf, isFailure, type Report, type Result } from './report.ts'
import { cellsOf, columnsOf, rowsOf } from './table.ts'
import { titleOf } from './words.ts'

/** Failures with details: a step summary of GitHub holds one megabyte. */
const DETAILS_MAX = 50

/** Writes the report in Markdown, as for the summary of a GitHub step. */
export function markdownReport(report: Report): string {
  const failed = failuresOf(report)
  const counts = countsOf(report).map(([verdict, count]) => `${count} ${verdict}`)
  const { calls, runs, cost_usd: cost } = report.baseline
  const parts = [
    '# Explore',
    report.command === '' ? '' : `\`${report.command.replaceAll('`', "'")}\``,
    `Undisturbed: ${counted(calls, 'call')}, ${counted(runs, 'run')}, ${usd(cost)}. ${counted(report.results.length, 'experiment')}: ${counts.join(', ')}.`,
    report.planned < report.possible
      ? `Sample: ${report.planned} of ${report.possible} experiments, by the seed \`${report.seed}\`.`
      : '',
    report.interrupted
      ? `**Interrupted:** ${report.results.length} of ${report.planned} experiments ran.`
      : '',
    table(report),
    ...failed.slice(0, DETAILS_MAX).map(details),
    failed.length > DETAILS_MAX ? `${failed.length - DETAILS_MAX} more failures.` : '',
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function table(report: Report): string {
  const [cells, columns, rows] = [cellsOf(report), columnsOf(report), rowsOf(report)]
  if (rows.length === 0) return ''
  const body = rows.map(({ operation, call }) =>
    line([`\`${operation}:${call}\``, ...columns.map((id) => mark(cells.get(`${id}@${operation}:${call}`)))]),
  )
  return [line(['Call', ...columns]), line(['---', ...columns.map(() => '---')]), ...body].join('\n')
}

const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`

const mark = (result: Result | undefined): string => {
  if (result === undefined) return ''
  return isFailure(result) ? `**${result.verdict}**` : result.verdict
}

function details(result: Result): string {
  const requests = result.requests.map(
    ({ method, path, status }) => `- \`${method} ${path}\` → ${status ?? 'connection cut'}`,
  )
  const shrunk = result.shrunk_to === null ? [] : [`One of the two suffices: \`${result.shrunk_to}\`.`]
  return [
    `## ${result.verdict}: ${titleOf(result)}`,
    [result.reason, ...shrunk].join(' '),
    requests.join('\n'),
    `\`\`\`sh\n${result.reproduce}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
