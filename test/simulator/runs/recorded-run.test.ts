import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/kernel/random.ts'
import { epochMs, microUsd } from '../../../src/kernel/units.ts'
import { planRun, type PlanInput } from '../../../src/simulator/runs/plan.ts'
import {
  type RecordedRun,
  type RecordedRuns,
  recordedRuns,
} from '../../../src/simulator/runs/recorded-run.ts'
import { stateAt } from '../../../src/simulator/runs/state-at.ts'

const NO_EFFECT = { outcome: null, durationMs: null, output: null, webhook: null } as const

const RUN: RecordedRun = {
  startMs: 2000,
  endMs: 10_000,
  progress: [
    { atMs: 4000, progress: 40 },
    { atMs: 8000, progress: 94 },
  ],
  settled: { factor: 2 },
  errorCode: null,
}

const input = (runs: RecordedRuns['runs'], rest: Partial<PlanInput> = {}, durationScale = 1): PlanInput => ({
  now: epochMs(1000),
  request: { type: 'text', prompt: 'a mug', model: 'm', params: {} },
  durationMs: 99_000,
  quote: microUsd(40_000),
  profile: 'measured',
  effect: NO_EFFECT,
  random: seededRandom('seed'),
  recorded: { runs, durationScale },
  ...rest,
})

test('a plan has the times, progress and cost of the measured run, at the scale of the world', () => {
  const plan = planRun(input([RUN], {}, 0.1))
  expect(plan).toMatchObject({
    startsAt: 1200,
    endsAt: 2000,
    milestones: [
      { at: 1400, progress: 40 },
      { at: 1800, progress: 94 },
    ],
    outcome: { kind: 'completed', cost: 80_000 },
  })
  expect(stateAt(plan, epochMs(1500))).toMatchObject({ status: 'running', progress: 40 })
})

test('a measured failure fails with its code', () => {
  const failed: RecordedRun = { ...RUN, errorCode: 'GPU_PROVIDER_ERROR' }
  expect(planRun(input([failed])).outcome).toMatchObject({ kind: 'failed', code: 'GPU_PROVIDER_ERROR' })
})

test('an effect takes precedence over the measured duration and outcome', () => {
  const outcome = { kind: 'failed', code: 'X', message: 'x' } as const
  const plan = planRun(input([RUN], { effect: { ...NO_EFFECT, durationMs: 1000, outcome } }))
  expect(plan).toMatchObject({ startsAt: 1200, endsAt: 2000, outcome })
})

test('what was not measured is as in the profile measured', () => {
  const bare: RecordedRun = { startMs: null, endMs: 10_000, progress: [], settled: null, errorCode: null }
  const plan = planRun(input([bare]))
  expect(plan.startsAt - 1000).toBeGreaterThanOrEqual(500)
  expect(plan.startsAt - 1000).toBeLessThanOrEqual(1500)
  expect(plan).toMatchObject({ endsAt: 11_000, milestones: [], outcome: { cost: 40_000 } })
})

test('a quote of 0 settles at the measured amount', () => {
  const free: RecordedRun = { ...RUN, settled: { amount: microUsd(6000) } }
  expect(planRun(input([free], { quote: microUsd(0) })).outcome).toMatchObject({ cost: 6000 })
})

test('the same seed draws the same run, and every run is drawn by some seed', () => {
  const runs = [1000, 2000, 3000].map((endMs) => ({ ...RUN, startMs: 0, endMs, progress: [] }))
  const [first = RUN, ...others] = runs
  const endOf = (seed: string): number =>
    planRun(input([first, ...others], { random: seededRandom(seed) })).endsAt - 1000
  const ends = Array.from({ length: 60 }, (_, index) => endOf(String(index)))
  expect(new Set(ends)).toEqual(new Set([1000, 2000, 3000]))
  expect(ends).toEqual(Array.from({ length: 60 }, (_, index) => endOf(String(index))))
})

test('a plan begins before it ends, and its progress lies between', () => {
  const run = fc
    .record({
      startMs: fc.option(fc.nat(200_000)),
      endMs: fc.nat(100_000),
      points: fc.array(fc.record({ atMs: fc.nat(100_000), progress: fc.nat(99) })),
    })
    .map(({ points, ...times }): RecordedRun => ({ ...RUN, ...times, progress: points }))
  const scale = fc.double({ min: 0, max: 10, noNaN: true })
  fc.assert(
    fc.property(run, scale, fc.option(fc.nat(50_000)), (recorded, durationScale, durationMs) => {
      const { startsAt, endsAt } = planRun(
        input([recorded], { effect: { ...NO_EFFECT, durationMs } }, durationScale),
      )
      expect(startsAt).toBeGreaterThanOrEqual(1000)
      expect(endsAt).toBeGreaterThanOrEqual(startsAt)
    }),
  )
})

describe('the measured runs of a request', () => {
  const runs: RecordedRuns['runs'] = [RUN]
  const recording = { models: new Map([['m', runs]]), techniques: new Map([['t', runs]]), actions: new Map() }

  test.each([
    [{ model: 'm' }, true],
    [{ model: 'n' }, false],
    [{ model: '', technique: { id: 't' } }, true],
    [{ model: '', action: { id: 'a' } }, false],
  ])('%o', (request, isKnown) => {
    expect(recordedRuns(recording, request, 2)).toEqual(isKnown ? { runs, durationScale: 2 } : null)
  })
})
