import { printable } from '../../kernel/text/printable.ts'
import type { Comparison, Difference } from './compare.ts'
import type { Format } from './format.ts'
import type { Surface } from './surface.ts'

/** A comparison with the names of its two sides. */
export interface Drift extends Comparison {
  readonly emulator: Pick<Surface, 'name'>
  readonly against: Pick<Surface, 'name' | 'source'>
}

/** Writes a comparison in the format that `--format` names. */
export function render(drift: Drift, format: Format): string {
  switch (format) {
    case 'text':
      return renderText(drift)
    case 'markdown':
      return renderMarkdown(drift)
    case 'json':
      return renderJson(drift)
  }
}

/** The members of the JSON report are an interface: add members, rename none. */
function renderJson({ emulator, against, shared, differences, notCompared }: Drift): string {
  const report = {
    emulator: { name: emulator.name },
    against: { name: against.name, source: against.source },
    operations_compared: shared,
    not_compared: notCompared,
    differences: differences.map(({ onlyIn, ...rest }) => ({ ...rest, only_in: onlyIn })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function renderText(drift: Drift): string {
  const groups = groupsOf(drift).map(({ title, lines }) =>
    lines.length === 0 ? `${title}\n` : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`,
  )
  return printableLines([`${summaryOf(drift)}\n`, ...groups].join('\n'))
}

function renderMarkdown(drift: Drift): string {
  const groups = groupsOf(drift).map(
    ({ title, lines }) => `### ${title}\n\n${lines.map((line) => `- ${line}\n`).join('')}`,
  )
  return printableLines([`## Drift\n\n${summaryOf(drift)}\n`, ...groups].join('\n'))
}

const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

function summaryOf({ emulator, against, shared, differences, notCompared }: Drift): string {
  const count = differences.length === 1 ? '1 difference' : `${differences.length || 'no'} differences`
  const common = `${emulator.name} and ${against.name}: ${count} in ${shared} common operations and beside them.`
  const left = notCompared.map((place) => PLACE_NAMES[place] ?? place)
  return left.length === 0 ? common : `${common} Not described there, so not compared: ${left.join(', ')}.`
}

const PLACE_NAMES: Readonly<Record<string, string>> = {
  query: 'query parameters',
  body: 'request bodies',
  answer: 'answers',
  error: 'bodies of errors',
}

interface Group {
  readonly title: string
  readonly lines: readonly string[]
}

/** The differences by operation; operations that one side lacks stand first. */
function groupsOf({ differences }: Drift): Group[] {
  const lacking = differences.filter(({ kind }) => kind === 'operation')
  const others = differences.filter(({ kind }) => kind !== 'operation')
  const operations = [...new Set(others.map(({ operation }) => operation))]
  const byOperation = operations.map((title) => ({
    title,
    lines: others.filter(({ operation }) => operation === title).map(lineOf),
  }))
  const first = { title: 'Operations', lines: lacking.map((found) => `${found.operation}: ${sideOf(found)}`) }
  return lacking.length === 0 ? byOperation : [first, ...byOperation]
}

function lineOf(found: Difference): string {
  const field = `${found.place ?? ''} ${found.field === '' ? '(whole)' : (found.field ?? '')}`.trim()
  switch (found.kind) {
    case 'operation':
    case 'field':
      return `${field}: ${sideOf(found)}`
    case 'enum':
      return `${field}: values ${sideOf(found)}: ${found.values.join(', ')}`
    case 'status':
      return `status ${found.values.join(', ')}: ${sideOf(found)}`
    case 'type':
      return `${field}: ${found.values[0]} in the emulator, ${found.values[1]} there`
  }
}

const sideOf = ({ onlyIn }: Difference): string =>
  onlyIn === 'against' ? 'only there' : 'only in the emulator'
