import { CHECKS } from '../../checks/index.ts'
import { escapeXml } from '../../kernel/escape-xml.ts'
import type { FindingAnswer } from '../../schemas/control/checks/finding.ts'
import type { ReviewFacts } from './summary.ts'

/** Renders a test for each check and world, which fails for an error or a warning. An info is output of its test. */
export function junitXml({ reviews }: ReviewFacts): string {
  const suites = reviews.map(({ world, findings }) => {
    const cases = CHECKS.map(({ id }) =>
      testCase(
        world,
        id,
        findings.filter(({ check }) => check === id),
      ),
    )
    const failures = cases.filter((text) => text.includes('<failure')).length
    const head = `name="flora-emulator ${escapeXml(world)}" tests="${cases.length}" failures="${failures}"`
    return `  <testsuite ${head} errors="0" skipped="0">\n${cases.join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="flora-emulator">\n${suites.join('')}</testsuites>\n`
}

function testCase(world: string, id: string, findings: readonly FindingAnswer[]): string {
  const open = `    <testcase classname="flora-emulator.${escapeXml(world)}" name="${id}"`
  if (findings.length === 0) return `${open}/>\n`
  const [first] = findings
  const text = findings.map(describe).join('\n')
  const element = first?.severity === 'info' ? 'system-out' : 'failure'
  const attributes =
    element === 'failure' ? ` type="${first?.severity}" message="${escapeXml(first?.message ?? '')}"` : ''
  return `${open}>\n      <${element}${attributes}>${escapeXml(text)}</${element}>\n    </testcase>\n`
}

const describe = ({ message, remedy, requests, run_id: run, help }: FindingAnswer): string =>
  [
    message,
    remedy,
    `Requests: ${requests.join(', ')}`,
    ...(run === null ? [] : [`Run: ${run}`]),
    `See ${help}`,
  ].join('\n')
