import { onTestFinished, vi } from 'vitest'
import { START } from './api.ts'

/** Stops the wall clock at START for the rest of the test. The function that it returns moves it ahead; alarms do not ring. */
export function stopWallClock(): (ms: number) => void {
  let now = START
  const wallClock = vi.spyOn(Date, 'now').mockImplementation(() => now)
  onTestFinished(() => wallClock.mockRestore())
  return (ms) => {
    now += ms
  }
}
