import { readFileSync, statSync } from 'node:fs'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { microUsd } from '../kernel/units.ts'
import { createCompiler } from '../kernel/validation.ts'
import {
  RECORDING_MEMBER,
  RECORDING_VERSION,
  Recording as RecordingSchema,
  type RecordedRunJson,
} from '../schemas/recording.ts'
import type { RecordedRun, RecordedRuns, Recording } from '../simulator/runs/recorded-run.ts'

const FILE_BYTES_MAX = 256 * 1024 * 1024

/**
 * Reads the runs that `flora-emulator record` measured.
 *
 * @throws {StartError} exit code 4, for a file that is no recording, or one of a newer version
 */
export function loadRecording(file: string): Recording {
  const value = recordingIn(file)
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null
  if (version !== RECORDING_VERSION) {
    throw wrong(
      file,
      `the recording has version ${JSON.stringify(version)}, and this flora-emulator reads version ${RECORDING_VERSION}. Use a newer flora-emulator, or record again.`,
    )
  }
  const compile = createCompiler({ coerce: false, closed: false, publicCallbacks: false, schemas: [] })
  const problems = compile(RecordingSchema)(value)
  if (problems.length > 0) {
    throw wrong(
      file,
      problems.map(({ field, message }) => `${RECORDING_MEMBER}.${field}: ${message}`).join('; '),
    )
  }
  const { models, techniques, actions } = value as RecordingSchema
  return { models: byId(models), techniques: byId(techniques), actions: byId(actions) }
}

function recordingIn(file: string): unknown {
  let value: unknown
  try {
    if (statSync(file).size > FILE_BYTES_MAX) throw new Error(`larger than ${FILE_BYTES_MAX} bytes`)
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw wrong(file, reasonOf(error))
  }
  const log = typeof value === 'object' && value !== null && 'log' in value ? value.log : null
  if (typeof log !== 'object' || log === null || !(RECORDING_MEMBER in log)) {
    throw wrong(file, `it is no recording of flora-emulator record: "log.${RECORDING_MEMBER}" is missing.`)
  }
  return log[RECORDING_MEMBER]
}

const wrong = (file: string, reason: string): StartError => new StartError(4, `--profile ${file}: ${reason}`)

function byId(runs: RecordingSchema['models']): ReadonlyMap<string, RecordedRuns['runs']> {
  return new Map(
    Object.entries(runs).flatMap(([id, list]): [string, RecordedRuns['runs']][] => {
      const [first, ...others] = list.map(toRun)
      return first === undefined ? [] : [[id, [first, ...others]]]
    }),
  )
}

function toRun(run: RecordedRunJson): RecordedRun {
  return {
    startMs: run.start_ms,
    endMs: run.end_ms,
    progress: run.progress
      .toSorted((a, b) => a.ms - b.ms)
      .map(({ ms, percent }) => ({ atMs: ms, progress: percent })),
    settled: settledOf(run),
    errorCode: run.error_code,
  }
}

function settledOf({ quote_usd: quote, settled_usd: settled }: RecordedRunJson): RecordedRun['settled'] {
  if (settled === null) return null
  return quote === null || quote === 0
    ? { amount: microUsd(settled * 1_000_000) }
    : { factor: settled / quote }
}
