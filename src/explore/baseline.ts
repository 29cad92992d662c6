import { ExploreError } from './explore-error.ts'
import { differences } from './faults/map.ts'
import type { Evidence } from './trial/evidence.ts'
import type { Trials } from './trial/trials.ts'

/** Characters of the output that an error shows. */
const OUTPUT_SHOWN = 2_000

/** Two undisturbed runs with the same calls. */
export interface Baseline {
  readonly first: Evidence
  readonly second: Evidence
}

/**
 * Runs the client undisturbed: once alone, then as often at once as trials will be. Returns null when interrupted.
 *
 * @throws {ExploreError} when it fails, makes no call, or makes different calls
 */
export async function runBaseline(trials: Trials, jobs: number): Promise<Baseline | null> {
  const first = await trials.run([])
  if (first === null) return null
  checkFirst(first)
  const others = await Promise.all(Array.from({ length: Math.min(jobs, 2) }, async () => trials.run([])))
  for (const other of others) if (other !== null) checkSame(first, other, jobs)
  const [second = null] = others
  return second === null ? null : { first, second }
}

function checkFirst(first: Evidence): void {
  if (first.exitCode === null) {
    throw new ExploreError(
      'The client did not end undisturbed. Raise --timeout, or make it end.' + printed(first),
    )
  }
  if (first.exitCode !== 0) {
    throw new ExploreError(
      `The client must succeed undisturbed; it failed with exit code ${first.exitCode}.${printed(first)}`,
    )
  }
  if (first.requests.every(({ operation }) => operation === null)) {
    throw new ExploreError(
      'The client made no call of the emulator. Let it read FLORA_BASE_URL and FLORA_API_KEY.' +
        printed(first),
    )
  }
}

function checkSame(first: Evidence, other: Evidence, jobs: number): void {
  if (other.exitCode !== 0) {
    const remedy = jobs > 1 ? ' It may share a port or a file with its copies: use --jobs 1.' : ''
    throw new ExploreError(
      `The client succeeded once and failed the next time, undisturbed.${remedy}${printed(other)}`,
    )
  }
  const found = differences(first, other)
  if (found.length === 0) return
  throw new ExploreError(
    `The calls differ between two undisturbed runs, so that no fault has a fixed place:\n${found.map((line) => `  ${line}`).join('\n')}`,
  )
}

const printed = ({ output }: Evidence): string =>
  output.trim() === '' ? '' : `\nIt printed:\n${output.trim().slice(-OUTPUT_SHOWN)}`
