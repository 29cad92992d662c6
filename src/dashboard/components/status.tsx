import type { RunRecord } from '../../schemas/control/runs/run.ts'

const TONE = {
  pending: 'waiting',
  running: 'active',
  completed: 'good',
  failed: 'bad',
  held: 'waiting',
  delivered: 'good',
  blocked: 'bad',
  cancelled: 'waiting',
} as const

/** Shows a state as a word and a colour. */
export function Status({ of }: { readonly of: keyof typeof TONE }) {
  return <span class={`badge ${TONE[of]}`}>{of}</span>
}

/** Shows the status of an HTTP answer; null for a connection that was cut. */
export function HttpStatus({ of }: { readonly of: number | null }) {
  const tone = of === null || of >= 500 ? 'bad' : of >= 400 ? 'warning' : 'good'
  return <span class={`badge ${tone}`}>{of ?? 'cut'}</span>
}

export function RunProgress({ run }: { readonly run: RunRecord }) {
  if (run.status !== 'running') return null
  return <progress max={100} value={run.progress} aria-label={`Progress of ${run.run_id}`} />
}
