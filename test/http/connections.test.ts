import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'

test('a connection on which nothing was asked does not hold up the stop', async () => {
  const emulator = await startEmulator()
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const [hadError] = await Promise.all([once(socket, 'close'), emulator.close()])
  expect(hadError).toEqual([false])
})
