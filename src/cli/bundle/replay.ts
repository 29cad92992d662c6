import { type Difference, differenceOf } from '../../bundle/difference.ts'
import { Bundle } from '../../bundle/read-bundle.ts'
import type { CleanAnswer } from '../../bundle/steps.ts'
import { VERSION } from '../../config/package-root.ts'
import type { ClockMode } from '../../kernel/clock.ts'
import { epochMs } from '../../kernel/units.ts'
import type { BundleRequests, RequestStep } from '../../schemas/bundle.ts'
import { type ServedEmulator, serve } from '../../server/emulator.ts'
import { printable, shorten } from '../../kernel/text/printable.ts'
import { counted } from '../../upstream/text.ts'
import { bundleConfig } from './bundle-config.ts'
import type { BundleFiles } from './commands.ts'
import { Player } from './player.ts'
import { restoreState } from './restore-state.ts'

/**
 * `flora-emulator replay`: handles the requests of a bundle again and compares every answer. Exit code 1 with the first one
 * that differs.
 *
 * @throws {StartError} exit code 2 or 4, when the bundle cannot be used
 */
export async function replay(file: string, files: BundleFiles): Promise<void> {
  const bundle = await Bundle.open(file)
  try {
    const requests = await bundle.requests()
    const config = bundleConfig(bundle, 'replay', files, { port: '0', logLevel: 'silent' })
    const player = new Player(requests.texts)
    const emulator = await serve(config, player.extras)
    try {
      const report = await compareAll(bundle, requests, player, emulator)
      process.stdout.write(report.text)
      process.exitCode = report.isEqual ? 0 : 1
    } finally {
      await emulator.close()
    }
  } finally {
    bundle.close()
  }
}

/** Characters of a path that a difference shows. */
const PATH_SHOWN_MAX = 300

interface Report {
  readonly isEqual: boolean
  readonly text: string
}

interface Found extends Difference {
  /** True when the requests so far are not as they were sent. */
  readonly isRedacted: boolean
  /** Such as `3 of 17`. */
  readonly which: string
}

async function compareAll(
  bundle: Bundle,
  { steps, texts }: BundleRequests,
  player: Player,
  emulator: ServedEmulator,
): Promise<Report> {
  const total = steps.filter(({ type }) => type === 'request').length
  let number = 0
  let isRedacted = false
  for (const step of steps) {
    if (step.type === 'state') {
      await restoreState(bundle, { ...step, modeOf }, emulator.services)
      continue
    }
    number += 1
    isRedacted ||= step.redacted
    await moveClock(step, emulator)
    const is = await player.play(step, emulator)
    const difference = step.abandoned ? null : differenceOf(recordedAnswer(step, texts), is)
    if (difference === null) continue
    const found = { ...difference, isRedacted, which: `${number} of ${total}` }
    return { isEqual: false, text: describe(bundle, step, found) }
  }
  return { isEqual: true, text: `${counted(total, 'request')}: every answer is equal${cutNote(bundle)}\n` }
}

/** Time moves by the instants of the requests, so that a clock of wall time repeats too. */
const modeOf = (mode: ClockMode): ClockMode => (mode === 'real' ? 'manual' : mode)

async function moveClock({ world, at }: RequestStep, { services }: ServedEmulator): Promise<void> {
  const found = world === null || at === null ? null : await services.worlds.find(world)
  if (found !== null && at !== null) await services.clocks.jumpTo(found, epochMs(at))
}

function recordedAnswer({ answer }: RequestStep, texts: readonly string[]): CleanAnswer | null {
  if (answer === null) return null
  const { body } = answer
  return { ...answer, body: body !== null && 'text' in body ? { text: texts[body.text] ?? '' } : body }
}

function describe(
  { manifest }: Bundle,
  { method, path, world, at }: RequestStep,
  { place, was, is, isRedacted, which }: Found,
): string {
  const where = world === null ? 'no world' : `world ${world}`
  const when = at === null ? '' : `, ${new Date(at).toISOString()}`
  const notes = [
    isRedacted ? 'Secrets were removed from this request or an earlier one, which can be the reason.' : null,
    manifest.emulator === VERSION
      ? null
      : `The bundle is from flora-emulator ${printable(manifest.emulator)}, and this is ${VERSION}.`,
  ].filter((note) => note !== null)
  const lines = [
    `request ${which} differs: ${method} ${shorten(path, PATH_SHOWN_MAX)} (${where}${when})`,
    `  place: ${place}`,
    `  was:   ${was}`,
    `  is:    ${is}`,
    ...notes,
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

const cutNote = ({ manifest: { cut } }: Bundle): string =>
  cut === null ? '' : `. The bundle does not hold all: ${printable(cut)}`
