import type { RecordedRunJson } from '../../schemas/recording.ts'
import { printable } from '../../kernel/text/printable.ts'
import { counted } from '../text.ts'
import type { RecordResult } from './record.ts'

/** Describes a recording for people: a line for each model, technique and action. */
export function summarize({ requests, dropped, recording }: RecordResult, file: string): string {
  const { models, techniques, actions } = recording
  const lines = [models, techniques, actions].flatMap((runs) =>
    Object.entries(runs).map(([id, list]) => `${printable(id)}: ${describe(list)}`),
  )
  const left =
    dropped === 0 ? '' : `; ${dropped} more are measured only, because the file would grow too large`
  return [...lines, `wrote ${counted(requests, 'request')} to ${file}${left}`]
    .map((line) => `${line}\n`)
    .join('')
}

function describe(runs: readonly RecordedRunJson[]): string {
  const ends = runs.map((run) => run.end_ms)
  const starts = runs.flatMap((run) => run.start_ms ?? [])
  const factors = runs.flatMap(({ quote_usd: quote, settled_usd: settled }) =>
    quote === null || settled === null || quote === 0 ? [] : [settled / quote],
  )
  const codes = runs.flatMap((run) => run.error_code ?? [])
  return [
    counted(runs.length, 'run'),
    starts.length === 0 ? 'start not seen' : `start after ${seconds(quantile(starts, 0.5))} s`,
    `end after ${seconds(quantile(ends, 0.5))} s (90 %: ${seconds(quantile(ends, 0.9))} s)`,
    factors.length === 0
      ? 'settled cost not seen'
      : `settled at ${quantile(factors, 0.5).toFixed(2)} × quote`,
    ...[...new Set(codes)].map(
      (code) => `${codes.filter((other) => other === code).length} × ${printable(code)}`,
    ),
  ].join(', ')
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** The value below which this share of the values lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
