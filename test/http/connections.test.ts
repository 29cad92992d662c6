import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'

test('an idle connection does not delay shutdown', async () => {
  const emulator = await startEmulator()
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const [hadError] = await Promise.all([once(socket, 'close'), emulator.close()])
  expect(hadError).toEqual([false])
})
