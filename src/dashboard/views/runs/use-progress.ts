import { useEffect } from 'preact/hooks'
import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { currentWorld } from '../../state/world.ts'

const PROGRESS_MS = 400

/** Reloads while a run is running and time passes by itself: no event reports progress. */
export function useProgress(runs: readonly RunRecord[], reload: () => void): void {
  const isMoving =
    currentWorld.value?.clock.mode === 'real' && runs.some(({ status }) => status === 'running')
  useEffect(() => {
    if (!isMoving) return
    const timer = setInterval(reload, PROGRESS_MS)
    return () => clearInterval(timer)
  }, [isMoving])
}
