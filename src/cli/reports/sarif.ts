import { type Check, CHECKS } from '../../checks/index.ts'
import { VERSION } from '../../config/package-root.ts'
import type { FindingAnswer } from '../../schemas/control/checks/finding.ts'
import type { ReviewFacts } from './summary.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

/** Renders the findings as SARIF 2.1.0. */
export function sarif({ reviews }: ReviewFacts): string {
  const results = reviews.flatMap(({ world, findings }) =>
    findings.map((finding) => resultOf(world, finding)),
  )
  const driver = { name: 'flora-emulator', version: VERSION, rules: CHECKS.map(ruleOf) }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

const ruleOf = ({ id, title, remedy, severity }: Check) => ({
  id,
  shortDescription: { text: `${title}.` },
  help: { text: `${remedy} See docs/checks.md#${id}.` },
  defaultConfiguration: { level: LEVELS[severity] },
})

/** GitHub refuses results without a file. The client's source is unknown, so the world stands for it. */
function resultOf(
  world: string,
  { check, severity, message, requests, run_id: run, cost_usd: cost }: FindingAnswer,
) {
  return {
    ruleId: check,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: `flora-emulator/${world}` }, region: { startLine: 1 } },
        logicalLocations: [{ name: world, kind: 'namespace' }],
      },
    ],
    properties: { requests, run_id: run, cost_usd: cost },
  }
}
