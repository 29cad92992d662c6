import { expect, onTestFinished, test, vi } from 'vitest'
import { START, startApi } from '../support/api.ts'
import { receiver } from '../support/net/receiver.ts'

test('a delivery that falls due while the process is busy is sent afterwards', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: START })
  onTestFinished(() => void vi.useRealTimers())
  const api = await startApi({ clock: 'real' })
  const later = await receiver()
  // Time passes and no timer rings, until the attempt has failed and the alarm for the next one is set.
  const failing = await receiver((response) => {
    vi.setSystemTime(START + 3_600_000)
    response.writeHead(500).end()
  })
  await api.generate({ callback_url: later.url }, { 'x-flora-emulator': 'duration:3600' })
  await api.generate({ callback_url: failing.url }, { 'x-flora-emulator': 'duration:0' })
  await failing.arrived(1)
  // The retry, which is due after 10 seconds, would wake the dispatcher too.
  for (let ms = 0; ms < 5_000 && later.received.length === 0; ms += 1) await vi.advanceTimersByTimeAsync(1)
  expect(later.received).toHaveLength(1)
})
