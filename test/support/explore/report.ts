import { FAULT_IDS } from '../../../src/explore/faults/catalogue.ts'
import type { Report, Result, Verdict } from '../../../src/explore/report/report.ts'

const VERDICT_OF: Partial<Record<(typeof FAULT_IDS)[number], Verdict>> = {
  'drop-after': 'overpaid',
  'run-failed': 'wrong',
  '503': 'hung',
  '402': 'reported',
  'slow-answer': 'not exercised',
}

/** A report with every fault of one call, and every verdict. */
export function reportOf(change: Partial<Report> = {}): Report {
  return {
    version: 1,
    command: 'node client.js',
    seed: 'explore',
    slow_seconds: 5,
    timeout_seconds: 30,
    baseline: { calls: 4, runs: 1, cost_usd: 0.04, duration_ms: 250, findings: [] },
    sites: [
      { operation: 'startGeneration', call: 1 },
      { operation: 'getRun', call: 1 },
    ],
    possible: 90,
    planned: 40,
    interrupted: true,
    results: FAULT_IDS.map((fault) => resultOf(fault, VERDICT_OF[fault] ?? 'survived')),
    interleavings: null,
    ...change,
  }
}

function resultOf(fault: (typeof FAULT_IDS)[number], verdict: Verdict): Result {
  const token = `${fault}@startGeneration:1`
  return {
    token,
    faults: [{ fault, operation: 'startGeneration', call: 1 }],
    verdict,
    reason: `A reason for ${verdict} & <more>.`,
    exit_code: verdict === 'hung' ? null : verdict === 'reported' ? 1 : 0,
    duration_ms: 260,
    cost_usd: verdict === 'overpaid' ? 0.08 : 0.04,
    extra_cost_usd: verdict === 'overpaid' ? 0.04 : 0,
    requests: [
      { method: 'POST', path: '/api/v1/generate', status: null },
      { method: 'POST', path: '/api/v1/generate', status: 201 },
    ],
    requests_omitted: 3,
    findings: verdict === 'overpaid' ? [{ check: 'retry-without-key', message: 'Billed <twice>.' }] : [],
    output: verdict === 'wrong' ? 'the end of "what" it printed' : '',
    reproduce: `flora-emulator explore --replay ${token} -- node client.js`,
    shrunk_to: null,
  }
}
