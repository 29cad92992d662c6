import { expect, test } from 'vitest'
import { summary } from '../../src/cli/reports/summary.ts'

test('the cost names the first twenty worlds', () => {
  const reviews = Array.from({ length: 1500 }, (_, n) => ({
    world: `w${n}`,
    findings: [],
    unchecked: 0,
    spentUsd: 0.04,
    models: [],
  }))
  expect(summary({ reviews, budget: null, isOver: false, prices: null })).toMatch(
    /^flora-emulator: cost: \$60\.00, \$0\.04 in w0, .* in w19, and 1480 more worlds\n$/,
  )
})
