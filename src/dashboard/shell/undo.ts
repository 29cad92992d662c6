import { world } from '../api/client.ts'
import type { Notice } from '../state/notices.ts'

/** A world with more runs than this is too large to be kept by a page for the case that something is undone. */
const RUNS_MAX = 10_000

/** Keeps a world as it is now; what is returned puts it back. Null for a world that is too large. */
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
