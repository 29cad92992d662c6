/** Reports of one exploration with every verdict but none of the emulator's timing. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { FAULT_IDS, FAULTS } from '../../src/explore/faults/catalogue.ts'
import { canCombine, parseToken, tokenOf } from '../../src/explore/faults/placed-fault.ts'
import { rulesFor } from '../../src/explore/faults/rules.ts'
import type { Site } from '../../src/explore/faults/site.ts'
import { htmlReport } from '../../src/explore/report/html.ts'
import { junitReport } from '../../src/explore/report/junit.ts'
import { markdownReport } from '../../src/explore/report/markdown.ts'
import { Report } from '../../src/explore/report/report.ts'
import { terminalReport } from '../../src/explore/report/terminal.ts'
import { reportOf } from '../support/explore/report.ts'

const site = (change: Partial<Site> = {}): Site => ({
  operation: 'startGeneration',
  call: 1,
  position: 0,
  startsRun: true,
  prompt: 'A mug',
  hasWebhook: true,
  isFollowed: false,
  ...change,
})

describe('faults', () => {
  test('are all in the order of the matrix', () => {
    expect([...FAULT_IDS].toSorted()).toEqual(Object.keys(FAULTS).toSorted())
    expect(FAULT_IDS.filter((id) => FAULTS[id].short.length > 5)).toEqual([])
  })

  test('have tokens that are read again', () => {
    const placed = [
      { fault: 'drop-after', site: site() },
      { fault: '503', site: site({ operation: 'getRun', call: 12 }) },
    ] as const
    const token = tokenOf(placed)
    expect(token).toBe('drop-after@startGeneration:1+503@getRun:12')
    expect(parseToken(token)).toEqual([
      { fault: 'drop-after', operation: 'startGeneration', call: 1 },
      { fault: '503', operation: 'getRun', call: 12 },
    ])
    for (const wrong of ['', '500', '500@x:0', 'nope@x:1', '500@x:1+', '500@a:1+500@b:1+500@c:1']) {
      expect(parseToken(wrong)).toBeNull()
    }
  })

  test('of later calls let the earlier ones pass', () => {
    const placed = [
      { fault: '500', site: site({ call: 2 }) },
      { fault: 'run-failed', site: site({ call: 5 }) },
    ] as const
    const match = { operation: 'startGeneration' }
    const pass = { outcome: { status: 'completed' } }
    expect(rulesFor(placed, { slowSeconds: 5 }).map(({ rule }) => rule)).toEqual([
      { match, times: 1, effect: pass },
      { match, times: 1, effect: { error: { status: 500, headers: {} } } },
      { match, times: 2, effect: pass },
      { match, times: 1, effect: { outcome: { status: 'failed', error_code: 'provider_error' } } },
    ])
  })

  test('that last are caused again by the same prompt', () => {
    const rules = rulesFor([{ fault: 'run-moderated', site: site({ call: 2 }) }], { slowSeconds: 5 })
    expect(rules.map(({ rule }) => [rule.match, rule.times])).toEqual([
      [{ operation: 'startGeneration' }, 1],
      [{ operation: 'startGeneration' }, 1],
      [{ operation: 'startGeneration', prompt: 'A mug' }, undefined],
    ])
  })

  test('happen together to a call and to its run, unless the call is refused', () => {
    const pair = (a: 'drop-after' | '500', b: 'run-failed' | '503', call = 1): boolean =>
      canCombine({ fault: a, site: site() }, { fault: b, site: site({ call }) })
    expect(pair('drop-after', 'run-failed')).toBe(true)
    expect(pair('500', 'run-failed')).toBe(false)
    expect(pair('500', '503')).toBe(false)
    expect(pair('500', '503', 2)).toBe(true)
  })
})

describe('reports', () => {
  test('fit a terminal of 100 columns, commands to copy excepted', () => {
    const text = terminalReport(reportOf())
    const lines = text.split('\n').filter((line) => !line.startsWith('  Alone: '))
    expect(lines.filter(({ length }) => length > 100)).toEqual([])
    for (const id of FAULT_IDS) expect(text).toContain(FAULTS[id].short)
    expect(text).toContain('OVERPAID  startGeneration:1 connection cut after the changes were committed')
    expect(text).toContain('sample: 40 of 90 experiments')
    expect(text).toContain('interrupted: 17 of 40 experiments ran')
  })

  test('show the order that fails', () => {
    const failure = {
      verdict: 'wrong' as const,
      reason: 'webhook of an unknown run',
      order: ['webhook of run_abc12345', 'answer 1: POST /api/v1/generate'],
      token: 'order@2',
    }
    expect(terminalReport(reportOf({ interleavings: { tried: 4, failure } }))).toContain(
      "WRONG  in this order\n  webhook of an unknown run\n  webhook of run_abc12345\n  answer 1: POST /api/v1/generate\n  Alone: replay: 'order@2'",
    )
    expect(terminalReport(reportOf({ interleavings: { tried: 30, failure: null } }))).toContain(
      '30 orders: all survived',
    )
  })

  test('are Markdown with a table and the failures', () => {
    const text = markdownReport(reportOf())
    expect(text).toContain('| Call | 500 | 503 |')
    expect(text).toContain('## overpaid: startGeneration:1 connection cut after the changes were committed')
    expect(text).toContain('flora-emulator explore --replay drop-after@startGeneration:1 -- node client.js')
  })

  test('are JUnit XML with a test for each experiment', () => {
    const text = junitReport(reportOf())
    expect(text).toContain('tests="17" failures="3" errors="0" skipped="1"')
    expect(text).toContain('<failure type="overpaid" message="A reason for overpaid &amp; &lt;more&gt;.">')
    expect(text.match(/<testcase /g)).toHaveLength(17)
  })

  test('are one HTML page that loads nothing, and whose texts are no markup', () => {
    const text = htmlReport(reportOf())
    expect(text).toContain('<title>Explore: 3 failures</title>')
    expect(text).toContain('href="#drop-after@startGeneration:1">overpaid</a>')
    expect(text).toContain('id="drop-after@startGeneration:1"')
    expect(text).not.toMatch(/<script|<img|<link|src=|https?:|<more>|<twice>/)
  })

  test('are JSON of the published schema, which has the faults and verdicts of the code', () => {
    const published: unknown = JSON.parse(readFileSync('explore-report.schema.json', 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(Report)))
    const validate = new Ajv2020({ strict: false }).compile(Report)
    expect(validate(reportOf()) ? [] : validate.errors).toEqual([])
  })
})
