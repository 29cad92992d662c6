import { expect, test, vi } from 'vitest'
import { startApi } from '../support/api.ts'
import { receiver } from '../support/receiver.ts'

test('a delivery that falls due while the process is busy is sent afterwards', async () => {
  const api = await startApi({ clock: 'real', durationScale: 1 })
  const soon = await receiver()
  // The attempt of the first fails, and the process is busy until the second has fallen due.
  const failing = await receiver((response) => {
    const until = performance.now() + 150
    while (performance.now() < until);
    response.writeHead(500).end()
  })
  await api.generate({ callback_url: failing.url }, { 'x-flora-emulator': 'duration:0.25' })
  await api.generate({ callback_url: soon.url }, { 'x-flora-emulator': 'duration:0.3' })
  await vi.waitFor(() => expect(soon.received).toHaveLength(1), { timeout: 5000 })
})
