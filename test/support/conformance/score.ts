/** Suites of calls that FLORA publishes. `test/conformance/score.json` says how many succeed, and why the rest do not. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Failure {
  /** Part of the error. */
  readonly error: string
  readonly reason: string
}

export interface Score {
  readonly suite: string
  readonly passed: number
  readonly of: number
  readonly failing: Readonly<Record<string, Failure>>
}

/** One published call or program. Rejects when it fails. */
export interface Check {
  readonly name: string
  readonly run: () => PromiseLike<unknown>
}

const file: unknown = JSON.parse(
  readFileSync(new URL('../../conformance/score.json', import.meta.url), 'utf8'),
)
export const SCORES = file as readonly Score[]

/** Tests that each check of a suite succeeds, or fails as score.json says, and that score.json counts them all. */
export function describeSuite(name: string, checks: readonly Check[]): void {
  const score = SCORES.find(({ suite }) => suite === name)
  if (score === undefined) throw new Error(`score.json has no suite "${name}"`)
  const { failing } = score

  describe(name, () => {
    test('is counted in score.json', () => {
      const names = checks.map((check) => check.name)
      expect(new Set(names).size).toBe(names.length)
      expect(Object.keys(failing).filter((failure) => !names.includes(failure))).toEqual([])
      const passed = names.length - Object.keys(failing).length
      expect({ of: names.length, passed }).toEqual({ of: score.of, passed: score.passed })
    })

    test.each(checks.map((check) => [check.name, check] as const))('%s', async (check, { run }) => {
      const failure = failing[check]
      // A promise of the SDK is lazy and no Promise.
      const running = (async () => run())()
      if (failure === undefined) await running
      else await expect(running).rejects.toThrow(failure.error)
    })
  })
}
