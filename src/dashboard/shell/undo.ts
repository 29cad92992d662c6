import { world } from '../api/client.ts'
import type { Notice } from '../state/notices.ts'

/** A page cannot hold the snapshot of a larger world. */
const RUNS_MAX = 10_000

/** Takes a snapshot and returns the action that restores it; null for a world that is too large. */
export async function undoFor(name: string): Promise<Notice['action']> {
  const api = world(name)
  const { count } = await api.runs.list({ limit: 1 })
  if ((count ?? 0) > RUNS_MAX) return null
  const snapshot = await api.snapshot()
  const run = async (): Promise<void> => {
    await api.restore(snapshot)
  }
  return { label: 'Undo', run }
}
