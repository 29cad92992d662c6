import { FAULTS } from '../faults/catalogue.ts'
import { usd } from '../verdict.ts'
import { counted, countsOf, failuresOf, type Report, type Result, type Verdict } from './report.ts'
import { cellsOf, columnsOf, rowsOf } from './table.ts'
import { titleOf } from './words.ts'

/** Width of terminals and of logs of CI. */
const COLUMNS = 100
const CELL = 6
const NAME_MAX = 30
/** Failures whose details are printed. The other reports have all. */
const DETAILS_MAX = 10
/** Begins a command, which stays in one line to be copied. */
const ALONE = '  Alone: '

/** Symbol of each verdict in a matrix. */
const SYMBOLS: Readonly<Record<Verdict, string>> = {
  overpaid: '$',
  wrong: 'W',
  hung: 'H',
  reported: 'r',
  survived: '+',
  'not exercised': '-',
}

/** Writes the matrix and the failures, in lines of at most 100 columns. */
export function terminalReport(report: Report): string {
  const lines = [
    ...heading(report),
    '',
    ...matrix(report),
    '',
    ...legend(report),
    '',
    ...failures(report),
    ...orders(report),
    summary(report),
  ]
  return `${lines.flatMap((line) => (line.startsWith(ALONE) ? line : wrap(line))).join('\n')}\n`
}

function heading({ baseline, possible, planned, results, seed, interrupted }: Report): string[] {
  const { calls, runs, cost_usd: cost, duration_ms: ms } = baseline
  const lines = [
    `undisturbed: ${counted(calls, 'call')}, ${counted(runs, 'run')}, ${usd(cost)}, ${(ms / 1000).toFixed(1)} s`,
  ]
  for (const { check, message } of baseline.findings) lines.push(`  undisturbed, ${check}: ${message}`)
  if (planned < possible) {
    lines.push(`sample: ${planned} of ${possible} experiments (seed ${seed}); --max tries more`)
  }
  if (interrupted) lines.push(`interrupted: ${results.length} of ${planned} experiments ran`)
  return lines
}

function matrix(report: Report): string[] {
  const cells = cellsOf(report)
  const rows = rowsOf(report)
  const names = rows.map(({ operation, call }) => `${operation}:${call}`)
  const width = Math.min(NAME_MAX, Math.max(0, ...names.map(({ length }) => length))) + 1
  const perTable = Math.floor((COLUMNS - width) / CELL)
  const columns = columnsOf(report)
  const tables: string[] = []
  for (let from = 0; from < columns.length; from += perTable) {
    const shown = columns.slice(from, from + perTable)
    if (from > 0) tables.push('')
    tables.push(
      ''.padEnd(width) +
        shown
          .map((id) => FAULTS[id].short.padEnd(CELL))
          .join('')
          .trimEnd(),
    )
    for (const name of names) {
      const row = shown.map((id) => symbolOf(cells.get(`${id}@${name}`)).padEnd(CELL))
      tables.push(shorten(name).padEnd(width) + row.join('').trimEnd())
    }
  }
  return tables
}

const symbolOf = (result: Result | undefined): string => (result === undefined ? '' : SYMBOLS[result.verdict])

/** Keeps the end, which has the number of the call. */
const shorten = (name: string): string => (name.length > NAME_MAX ? `…${name.slice(1 - NAME_MAX)}` : name)

const legend = (report: Report): string[] => [
  Object.entries(SYMBOLS)
    .map(([verdict, symbol]) => `${symbol} ${verdict}`)
    .join('   '),
  columnsOf(report)
    .map((id) => `${FAULTS[id].short}: ${FAULTS[id].title}`)
    .join('; '),
]

function failures(report: Report): string[] {
  const failed = failuresOf(report)
  const lines = failed.slice(0, DETAILS_MAX).flatMap((result) => [...detailsOf(result), ''])
  const omitted = failed.length - DETAILS_MAX
  return omitted > 0 ? [...lines, `${omitted} more failures: see --report or --format json`, ''] : lines
}

function detailsOf(result: Result): string[] {
  const lines = [`${result.verdict.toUpperCase()}  ${titleOf(result)}`, `  ${result.reason}`]
  for (const { method, path, status } of result.requests) {
    lines.push(`  ${method} ${path} → ${status ?? 'connection cut'}`)
  }
  if (result.requests_omitted > 0) lines.push(`  and ${result.requests_omitted} more requests`)
  if (result.shrunk_to !== null) lines.push(`  One of the two suffices: ${result.shrunk_to}`)
  return [...lines, ALONE + result.reproduce]
}

function orders({ interleavings }: Report): string[] {
  if (interleavings === null) return []
  const { tried, failure } = interleavings
  if (failure === null) return [`${counted(tried, 'order')}: all survived`, '']
  const lines = [`${failure.verdict.toUpperCase()}  in this order`, `  ${failure.reason}`]
  return [...lines, ...failure.order.map((step) => `  ${step}`), `  Alone: replay: '${failure.token}'`, '']
}

function summary(report: Report): string {
  const counts = countsOf(report).map(([verdict, count]) => `${count} ${verdict}`)
  return `${counted(report.results.length, 'experiment')}: ${counts.join(', ')}`
}

/** Breaks a line between words. A word that is too long stays whole, so that it can be copied. */
function wrap(line: string): string[] {
  if (line.length <= COLUMNS) return [line]
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = ''
  for (const word of line.trim().split(' ')) {
    if (current !== '' && indent.length + current.length + 1 + word.length > COLUMNS) {
      lines.push(indent + current)
      current = `  ${word}`
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, indent + current]
}
