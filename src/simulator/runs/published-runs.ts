import { type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { RunRequest } from './plan.ts'
import type { RecordedRun, RecordedRuns } from './recorded-run.ts'

/** What FLORA or its users published about runs of a model in production. */
interface Figures {
  /** Durations; null where none is known, which leaves the model's estimate. */
  readonly seconds: readonly number[] | null
  /** Settled cost by resolution; `any` is that of every other. Null where none is known, which leaves the quote. */
  readonly usd: Readonly<Record<string, number>> | null
}

const GPT_IMAGE_2: Figures = { seconds: [105, 112, 118], usd: { '1k': 0.263, '2k': 0.519, '4k': 0.873 } }
const JUDGE: Figures = { seconds: [4, 5, 6], usd: { any: 0.005 } }

/** docs/fidelity.md names the sources. */
const FIGURES: ReadonlyMap<string, Figures> = new Map([
  ['t2i-flux-2-klein-4b', { seconds: [15.8], usd: { any: 0.004 } }],
  ['t2i-gpt-image-2-t2i', GPT_IMAGE_2],
  ['i2i-gpt-image-2-i2i', GPT_IMAGE_2],
  ['t2i-gemini-3-pro', { seconds: [63], usd: null }],
  ['i2i-qwen-image-edit', { seconds: null, usd: { any: 0.02 } }],
  ['i2v-wan-2.2', { seconds: null, usd: { any: 0.121 } }],
  ['i2v-kling-2.5', { seconds: null, usd: { any: 0.327 } }],
  ['i2v-seedance-pro', { seconds: null, usd: { any: 0.347 } }],
  ['i2t-gemini-3-5-flash-lite-i2t', JUDGE],
  ['i2t-gemini-3-6-flash-i2t', JUDGE],
  ['i2t-gemini-3-7-flash-i2t', JUDGE],
])

/** Finds the published runs of a request's model; null without any. */
export function publishedRuns(
  { model, params }: Pick<RunRequest, 'model' | 'params'>,
  estimatedSeconds: number,
  durationScale: number,
): RecordedRuns | null {
  const figures = FIGURES.get(model)
  if (figures === undefined) return null
  const [first = estimatedSeconds, ...others] = figures.seconds ?? []
  const settled = settledOf(figures, params)
  const run = (seconds: number): RecordedRun => ({
    startMs: null,
    endMs: seconds * 1000,
    progress: [],
    settled,
    errorCode: null,
  })
  return { runs: [run(first), ...others.map(run)], durationScale }
}

function settledOf({ usd }: Figures, params: RunRequest['params']): { readonly amount: MicroUsd } | null {
  if (usd === null) return null
  const { resolution: asked } = params
  const resolution = typeof asked === 'string' ? asked.toLowerCase() : ''
  const amount = Object.hasOwn(usd, resolution) ? usd[resolution] : (usd['any'] ?? usd['1k'])
  return amount === undefined ? null : { amount: microUsd(Math.round(amount * 1_000_000)) }
}
