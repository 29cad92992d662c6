import { costLines, type ReviewFacts, uncheckedNotes } from './summary.ts'

/** Renders findings and costs as Markdown, such as for the summary of a step of GitHub Actions. */
export function stepSummary(facts: ReviewFacts): string {
  const rows = facts.reviews.flatMap(({ world, findings }) =>
    findings.map(
      ({ severity, check, message, remedy, cost_usd: cost, run_id: run }) =>
        `| ${severity} | ${check} | ${world} | ${cell(message)} ${cell(remedy)} | ${cost === null ? '' : `$${cost}`} | ${run ?? ''} |`,
    ),
  )
  const table = [
    '| Severity | Check | World | Finding | Cost | Run |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
  const notes = [...uncheckedNotes(facts), ...costLines(facts)].map((line) => `- ${line}`)
  const body = rows.length === 0 ? ['No findings.'] : table
  return `${['## flora-emulator', '', ...body, '', ...notes].join('\n').trimEnd()}\n`
}

/** Texts of a client, such as names of members, must not end a cell or open a tag. */
const cell = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
