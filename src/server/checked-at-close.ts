import { type CheckId, checkIdOf } from '../checks/index.ts'
import { ExpectationError } from '../client/expectation-error.ts'
import { reasonOf, StartError } from '../kernel/errors.ts'
import type { FindingAnswer } from '../schemas/control/checks/finding.ts'
import type { Emulator, ServedEmulator } from './emulator.ts'
import { uncheckedLines, type WorldReview } from './review.ts'

const MODES = ['off', 'warn', 'error'] as const
type Mode = (typeof MODES)[number]

/** What to do with findings when an emulator closes. */
interface ClosingChecks {
  readonly mode: Mode
  readonly ignored: ReadonlySet<CheckId>
}

/** @throws {StartError} exit code 2, for an unknown mode or check */
export function closingChecks(mode: Mode, ignored: readonly string[]): ClosingChecks {
  if (!MODES.includes(mode)) throw unexpected('checks', 'off, warn or error', mode)
  return { mode, ignored: new Set(ignored.map(parseId)) }
}

function parseId(id: string): CheckId {
  try {
    return checkIdOf(id)
  } catch (error) {
    throw unexpected('ignoreCheck', reasonOf(error), id)
  }
}

const unexpected = (name: string, expected: string, got: string): StartError =>
  new StartError(2, `startEmulator: ${name}: expected ${expected}, got ${JSON.stringify(got)}.`)

/** Checks the clients before the emulator closes. */
export async function checkedAtClose(
  emulator: ServedEmulator,
  { mode, ignored }: ClosingChecks,
): Promise<Emulator> {
  if (mode === 'off') return emulator
  const endReview = await emulator.beginReview(ignored)
  let closed: Promise<void> | null = null
  const work = async (): Promise<void> => {
    try {
      report(await endReview(), mode)
    } catch (error) {
      // Unreadable data must not keep a test suite from its end.
      if (mode === 'error') throw error
      process.stderr.write(`flora-emulator: the clients were not checked: ${reasonOf(error)}\n`)
    } finally {
      await emulator.close()
    }
  }
  // A second call waits for the first, and does not report again.
  const close = async (): Promise<void> => (closed ??= work())
  return { ...emulator, close, [Symbol.asyncDispose]: close }
}

/** @throws {ExpectationError} in mode `error`, for findings of that severity */
function report(reviews: readonly WorldReview[], mode: Mode): void {
  const found = reviews.flatMap((review) => [
    ...review.findings
      .filter(({ severity }) => severity !== 'info')
      .map((finding) => lineOf(review, finding)),
    ...uncheckedLines(review).map((line) => `flora-emulator: ${line}`),
  ])
  if (found.length === 0) return
  const text = found.join('\n')
  const hasErrors = reviews.some(({ findings }) => findings.some(({ severity }) => severity === 'error'))
  if (mode === 'error' && hasErrors) {
    throw new ExpectationError(`The clients of the emulator made mistakes:\n${text}`)
  }
  process.stderr.write(`${text}\n`)
}

const lineOf = ({ world }: WorldReview, { severity, check, message, help }: FindingAnswer): string =>
  `flora-emulator: ${severity} ${check} (world ${world}): ${message} See ${help}.`
