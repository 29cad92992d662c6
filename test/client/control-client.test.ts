import { expect, test } from 'vitest'
import { controlClient } from '../../src/client/control-client.ts'
import { connectEmulator, startEmulator } from '../../src/index.ts'

test('a truncated answer is the same error of the client as no answer', async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) })
  const url = 'http://127.0.0.1:4620'
  const { call } = controlClient({ url, fetch: async () => new Response(broken), controlToken: null })
  await expect(call('GET', '/worlds')).rejects.toMatchObject({
    name: 'ControlError',
    status: 0,
    code: 'unreachable',
    message: 'No flora-emulator answers at http://127.0.0.1:4620.',
  })
})

test('a handle whose first call failed works once the emulator runs', async () => {
  const first = await startEmulator()
  await first.close()
  const world = connectEmulator(first.url).world('late')
  await expect(world.get()).rejects.toThrow()
  await using emulator = await startEmulator({ port: Number(new URL(first.url).port) })
  expect(emulator.url).toBe(first.url)
  expect((await world.get()).name).toBe('late')
})
