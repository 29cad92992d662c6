import { VERSION } from '../../config/package-root.ts'
import { wallNow } from '../../kernel/clock.ts'
import { printable } from '../../kernel/text/printable.ts'
import { counted } from '../text.ts'
import type { Finding, Verdict } from './findings.ts'

/** The first line of every report. */
export const REPORT_TITLE = '# flora-emulator verify'

interface Source {
  readonly host: string
  readonly requests: number
}

const SECTIONS: readonly (readonly [Verdict, string])[] = [
  ['differs', 'Differences'],
  ['not settled', 'Not settled, for want of rows or members on one side'],
  ['agrees', 'The same on both sides'],
]

/** Writes the findings as Markdown. */
export function reportOf(findings: readonly Finding[], { host, requests }: Source): string {
  const day = new Date(wallNow()).toISOString().slice(0, 10)
  return [
    REPORT_TITLE,
    '',
    `flora-emulator ${VERSION} and ${host}, ${day}. ${counted(requests, 'GET request')}. ${summarize(findings)}`,
    '',
    'This report names members, types, statuses and error codes. It holds no id, text, URL or key of the account.',
    ...SECTIONS.flatMap(([verdict, title]) =>
      sectionOf(
        title,
        findings.filter((row) => row.verdict === verdict),
      ),
    ),
    '',
  ].join('\n')
}

/** Such as `3 differences, 12 not settled, 80 the same.` */
export function summarize(findings: readonly Finding[]): string {
  const count = (verdict: Verdict): number => findings.filter((row) => row.verdict === verdict).length
  return `${counted(count('differs'), 'difference')}, ${count('not settled')} not settled, ${count('agrees')} the same.`
}

function sectionOf(title: string, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  return [
    '',
    `## ${title}`,
    '',
    '| Topic | Subject | Server | Emulator |',
    '| --- | --- | --- | --- |',
    ...findings.map(
      ({ topic, subject, server, emulator }) =>
        `| ${[topic, subject, server, emulator].map(cell).join(' | ')} |`,
    ),
  ]
}

const cell = (text: string): string => printable(text).replaceAll('|', String.raw`\|`)
