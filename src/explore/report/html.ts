import { escapeXml as text } from '../../kernel/escape-xml.ts'
import { FAULTS } from '../faults/catalogue.ts'
import { usd } from '../verdict.ts'
import { STYLE } from './html-style.ts'
import { counted, countsOf, failuresOf, isFailure, type Report, type Result } from './report.ts'
import { cellsOf, columnsOf, rowsOf } from './table.ts'
import { titleOf } from './words.ts'

/** Writes one HTML page that loads nothing. */
export function htmlReport(report: Report): string {
  const failed = failuresOf(report)
  const title =
    failed.length === 0 ? 'Explore: nothing failed' : `Explore: ${counted(failed.length, 'failure')}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${heading(report)}
${counts(report)}
${matrix(report)}
${failed.length === 0 ? '' : `<h2>Failures</h2>\n${failed.map(article).join('\n')}`}
<h2>Faults</h2>
<dl>${columnsOf(report)
    .map((id) => `<dt>${id}</dt><dd>${text(FAULTS[id].title)}</dd>`)
    .join('')}</dl>
</main>
</body>
</html>
`
}

function heading({ baseline, command, seed, planned, possible, interrupted, results }: Report): string {
  const { calls, runs, cost_usd: cost } = baseline
  const notices = [
    ...(planned < possible
      ? [`A sample of ${planned} of ${possible} experiments, by the seed ${text(seed)}.`]
      : []),
    ...(interrupted ? [`Interrupted: ${results.length} of ${planned} experiments ran.`] : []),
    ...baseline.findings.map(({ check, message }) => `Undisturbed, ${text(check)}: ${text(message)}`),
  ]
  return [
    command === '' ? '' : `<p><code>${text(command)}</code></p>`,
    `<p class="quiet">Undisturbed: ${counted(calls, 'call')}, ${counted(runs, 'run')}, ${usd(cost)}.</p>`,
    ...notices.map((notice) => `<p class="notice">${notice}</p>`),
  ].join('\n')
}

const counts = (report: Report): string =>
  `<ul class="counts">${countsOf(report)
    .map(([verdict, count]) => `<li class="${classOf(verdict)}"><b>${count}</b>${verdict}</li>`)
    .join('')}</ul>`

function matrix(report: Report): string {
  const [cells, columns, rows] = [cellsOf(report), columnsOf(report), rowsOf(report)]
  if (rows.length === 0) return ''
  const head = columns.map((id) => `<th scope="col" title="${text(FAULTS[id].title)}">${id}</th>`)
  const body = rows.map(({ operation, call }) => {
    const name = `${operation}:${call}`
    const row = columns.map((id) => `<td>${cell(cells.get(`${id}@${name}`))}</td>`)
    return `<tr><th scope="row">${text(name)}</th>${row.join('')}</tr>`
  })
  return `<h2>Calls by faults</h2>
<div class="scroll"><table><thead><tr><th scope="col">Call</th>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`
}

function cell(result: Result | undefined): string {
  if (result === undefined) return ''
  const { verdict, token, reason } = result
  const attributes = `class="${classOf(verdict)}" title="${text(reason)}"`
  return isFailure(result)
    ? `<a ${attributes} href="#${text(token)}">${verdict}</a>`
    : `<span ${attributes}>${verdict}</span>`
}

function article(result: Result): string {
  const requests = result.requests.map(
    ({ method, path, status }) =>
      `<li><code>${text(`${method} ${path}`)}</code> → ${status ?? 'connection cut'}</li>`,
  )
  const omitted =
    result.requests_omitted === 0 ? '' : `<li>and ${counted(result.requests_omitted, 'more request')}</li>`
  return `<article class="${classOf(result.verdict)}" id="${text(result.token)}">
<span class="badge">${result.verdict}</span>
<h3>${text(titleOf(result))}</h3>
<p>${text(result.reason)}</p>
<p class="quiet">Cost ${usd(result.cost_usd)}, ${usd(result.extra_cost_usd)} beyond undisturbed.${
    result.shrunk_to === null ? '' : ` One of the two suffices: <code>${text(result.shrunk_to)}</code>.`
  }</p>
${result.findings
  .filter(({ message }) => !result.reason.includes(message))
  .map(({ check, message }) => `<p>${text(check)}: ${text(message)}</p>`)
  .join('')}
<ol>${requests.join('')}${omitted}</ol>
<pre>${text(result.reproduce)}</pre>
${result.output.trim() === '' ? '' : `<pre>${text(result.output.trim())}</pre>`}
</article>`
}

const classOf = (verdict: Result['verdict']): string => verdict.replaceAll(' ', '-')
