import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnreadableData } from '../../../src/kernel/database-health.ts'
import { readPlan } from '../../../src/simulator/runs/read-plan.ts'
import { PLAN_VERSION, planRun } from '../../../src/simulator/runs/plan.ts'
import { planInput } from '../../support/arbitrary.ts'

test('a plan is read as it was written', () => {
  fc.assert(
    fc.property(planInput, (input) => {
      const plan = planRun(input)
      expect(readPlan(plan)).toEqual(plan)
    }),
  )
})

test('a plan of a newer version is refused, with its version and what to do', () => {
  expect(() => readPlan({ version: PLAN_VERSION + 1 })).toThrow(
    expect.objectContaining({
      message: `column runs.plan: The plan has version ${PLAN_VERSION + 1}, and this flora-emulator reads versions up to ${PLAN_VERSION}`,
      remedy: 'Use a newer flora-emulator.',
    }),
  )
})

test.each([{}, null, 'a text', { version: '2' }, { version: PLAN_VERSION - 1 }])(
  'the stored value %j is not a plan',
  (value) => {
    expect(() => readPlan(value)).toThrow(new UnreadableData('no plan in column runs.plan'))
  },
)
