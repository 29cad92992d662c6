import fc from 'fast-check'
import { expect, test } from 'vitest'
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

test.each([
  [{ version: PLAN_VERSION + 1 }, PLAN_VERSION + 1],
  [{}, null],
  [null, null],
  ['a text', null],
])('the stored plan %j is refused, with its version and what to do', (value, version) => {
  expect(() => readPlan(value)).toThrow(
    `A stored plan has version ${version}; this flora-emulator reads versions up to ${PLAN_VERSION}. Use a newer flora-emulator.`,
  )
})
