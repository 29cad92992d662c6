import { expect, test } from 'vitest'
import { createConfig } from '../../../src/config/config.ts'
import { serve } from '../../../src/server/emulator.ts'
import { Discards, type OnDiscard } from '../../../src/services/worlds/discards.ts'

const failsBefore: OnDiscard = async () => Promise.reject(new Error('before'))
const failsAfter: OnDiscard = async () => async () => Promise.reject(new Error('after'))

test('a listener that fails is reported, and the world is discarded all the same', async () => {
  const emulator = await serve(createConfig({ port: '0', logLevel: 'silent' }, {}))
  try {
    const errors: unknown[] = []
    const discards = new Discards((error) => errors.push(error))
    const world = await emulator.services.worlds.open('default')
    for (const listener of [failsBefore, failsAfter]) {
      discards.listen(listener)
      emulator.services.worlds.discards.listen(listener)
      await (
        await discards.begin(world)
      )(null)
      await emulator.world().reset()
    }
    expect(errors).toEqual([new Error('before'), new Error('after')])
  } finally {
    await emulator.close()
  }
})
