import { onTestFinished, vi } from 'vitest'
import { START } from './api.ts'

/** Stops the wall clock at START until the end of the test. Returns a function that moves it without ringing alarms. */
export function stopWallClock(): (ms: number) => void {
  let now = START
  const wallClock = vi.spyOn(Date, 'now').mockImplementation(() => now)
  onTestFinished(() => wallClock.mockRestore())
  return (ms) => {
    now += ms
  }
}
