import fc from 'fast-check'
import { OUTPUT_FAULTS } from '../../src/simulator/rules/output-fault.ts'
import type { PlanInput } from '../../src/simulator/runs/plan.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { epochMs, microUsd } from '../../src/kernel/units.ts'

const request = fc.record({
  type: fc.constantFrom('image', 'video', 'audio', 'text'),
  prompt: fc.string({ minLength: 1 }),
  model: fc.string(),
  params: fc.dictionary(fc.string(), fc.jsonValue()),
})

const effect = fc.record({
  outcome: fc.option(
    fc.record({
      kind: fc.constant('failed'),
      code: fc.constantFrom('SERVER_ERROR', 'X'),
      message: fc.constant(null),
    }),
  ),
  durationMs: fc.option(fc.nat({ max: 100_000 })),
  output: fc.constantFrom(null, ...OUTPUT_FAULTS),
  webhook: fc.constant(null),
})

/** Any input of `planRun`. */
export const planInput: fc.Arbitrary<PlanInput> = fc
  .record({
    now: fc.nat({ max: 2_000_000_000 }).map(epochMs),
    request,
    durationMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
    quote: fc.nat({ max: 10_000_000 }).map(microUsd),
    profile: fc.constantFrom('docs', 'measured'),
    effect,
    seed: fc.string(),
  })
  .map(({ seed, ...input }) => ({ ...input, random: seededRandom(seed) }))
