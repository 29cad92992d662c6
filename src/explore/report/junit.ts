import { escapeXml } from '../../kernel/escape-xml.ts'
import { isFailure, type Report, type Result } from './report.ts'
import { titleOf } from './words.ts'

/** Writes a test for each experiment: failed when it was overpaid, hung or wrong, skipped when the fault did not happen. */
export function junitReport({ results }: Report): string {
  const failures = results.filter(isFailure).length
  const skipped = results.filter(({ verdict }) => verdict === 'not exercised').length
  const seconds = secondsOf(results.reduce((sum, result) => sum + result.duration_ms, 0))
  const counts = `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds}"`
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="flora-emulator explore">'
  const suite = `  <testsuite name="explore" ${counts}>\n${results.map(testCase).join('')}  </testsuite>`
  return `${head}\n${suite}\n</testsuites>\n`
}

function testCase(result: Result): string {
  const [first] = result.faults
  const site = result.faults.length === 1 ? `${first?.operation}:${first?.call}` : 'pairs'
  const open = `    <testcase classname="explore.${escapeXml(site)}" name="${escapeXml(titleOf(result))}" time="${secondsOf(result.duration_ms)}"`
  const body = bodyOf(result)
  return body === '' ? `${open}/>\n` : `${open}>\n${body}    </testcase>\n`
}

function bodyOf(result: Result): string {
  const reason = escapeXml(result.reason)
  if (result.verdict === 'not exercised') return `      <skipped message="${reason}"/>\n`
  if (!isFailure(result)) return ''
  const requests = result.requests.map(
    ({ method, path, status }) => `${method} ${path} → ${status ?? 'connection cut'}`,
  )
  const text = escapeXml([result.reason, ...requests, result.reproduce, result.output].join('\n').trim())
  return `      <failure type="${result.verdict}" message="${reason}">${text}</failure>\n`
}

const secondsOf = (ms: number): string => (ms / 1000).toFixed(3)
