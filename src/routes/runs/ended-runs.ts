import { writeJson, type WrittenJson } from '../../http/written-json.ts'
import type { RunView } from '../../services/runs/runs.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import type { UrlBase } from '../context.ts'

interface Kept<Answer> {
  readonly origin: string
  readonly json: WrittenJson<Answer>
}

/**
 * Writes runs as JSON, and keeps that of runs that have ended, which never changes. It is kept with the record: a forced end
 * makes another record, and a record that nobody holds takes its JSON along.
 */
export function keepEnded<Answer>(
  render: (view: RunView, base: UrlBase) => Answer,
): (view: RunView, base: UrlBase) => WrittenJson<Answer> {
  const kept = new WeakMap<RunRecord, Kept<Answer>>()
  return (view, base) => {
    const { run, state } = view
    const isFinal = state.status === 'failed' || (state.status === 'completed' && state.isCostShown)
    if (!isFinal) return writeJson(render(view, base))
    const known = kept.get(run)
    if (known?.origin === base.origin) return known.json
    const json = writeJson(render(view, base))
    kept.set(run, { origin: base.origin, json })
    return json
  }
}
