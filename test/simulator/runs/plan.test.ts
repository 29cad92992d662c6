import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Plan, type RunRequest, planRun, type PlanInput } from '../../../src/simulator/runs/plan.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { nextChangeAfter, stateAt } from '../../../src/simulator/runs/state-at.ts'
import { type EpochMs, epochMs, microUsd } from '../../../src/kernel/units.ts'
import { planInput } from '../../support/arbitrary.ts'

const STATUS_ORDER = { pending: 0, running: 1, completed: 2, failed: 2 }

test('status and progress never go back', () => {
  fc.assert(
    fc.property(
      planInput,
      fc.array(fc.integer({ min: -10, max: 200_000 }), { minLength: 2 }),
      (input, offsets) => {
        const plan = planRun(input)
        const states = offsets
          .toSorted((a, b) => a - b)
          .map((offset) => stateAt(plan, epochMs(input.now + offset)))
        states.slice(1).forEach((state, index) => {
          const before = states[index] ?? state
          expect(STATUS_ORDER[state.status]).toBeGreaterThanOrEqual(STATUS_ORDER[before.status])
          expect(state.progress).toBeGreaterThanOrEqual(before.progress)
          // Only the cost of a run may appear after its end.
          if (STATUS_ORDER[before.status] === 2) {
            expect({ ...state, isCostShown: null }).toEqual({ ...before, isCostShown: null })
          }
        })
      },
    ),
  )
})

test('a run ends exactly after its duration, and its intervals are half open', () => {
  fc.assert(
    fc.property(planInput, (input) => {
      const plan = planRun(input)
      expect(plan.startsAt).toBeGreaterThanOrEqual(input.now)
      expect(plan.endsAt).toBe(Math.round(input.now + (input.effect.durationMs ?? input.durationMs)))
      expect(['completed', 'failed']).toContain(stateAt(plan, plan.endsAt).status)
      if (plan.startsAt < plan.endsAt) {
        expect(stateAt(plan, plan.startsAt).status).toBe('running')
        expect(stateAt(plan, epochMs(plan.endsAt - 1)).progress).toBeLessThan(100)
      }
      if (plan.startsAt > input.now) expect(stateAt(plan, epochMs(plan.startsAt - 1)).status).toBe('pending')
    }),
  )
})

/** The status; a completed run without its cost has another one. */
function labelAt(plan: Plan, now: EpochMs): string {
  const state = stateAt(plan, now)
  return state.status === 'completed' && !state.isCostShown ? 'completed without cost' : state.status
}

test('following nextChangeAfter shows every state once and stops at the end', () => {
  fc.assert(
    fc.property(planInput, (input) => {
      const plan = planRun(input)
      const seen = [labelAt(plan, input.now)]
      for (let at = nextChangeAfter(plan, input.now); at !== null; at = nextChangeAfter(plan, at)) {
        seen.push(labelAt(plan, at))
        expect(seen.length).toBeLessThan(5)
      }
      expect(['completed', 'failed']).toContain(seen.at(-1))
      expect(new Set(seen).size).toBe(seen.length)
    }),
  )
})

test('the same input gives the same plan, and other seeds give other plans', () => {
  const request: RunRequest = { type: 'text', prompt: 'a mug', model: 'm', params: {} }
  const input = (seed: string): PlanInput => ({
    now: epochMs(0),
    request,
    durationMs: 10_000,
    quote: microUsd(40_000),
    profile: 'measured',
    effect: { outcome: null, durationMs: null, output: null, webhook: null },
    random: seededRandom(seed),
  })
  expect(planRun(input('a'))).toEqual(planRun(input('a')))
  const plans = Array.from({ length: 20 }, (_, index) => JSON.stringify(planRun(input(String(index)))))
  expect(new Set(plans).size).toBeGreaterThan(15)
})
