/** Every method of the official SDK 0.11 is tried. */
import { expect, test } from 'vitest'
import { methodsOf, type MethodTable, watchedClient } from '../support/sdk-methods.ts'
import { actionMethods } from './methods/actions.ts'
import { assetMethods } from './methods/assets.ts'
import { canvasMethods } from './methods/canvas.ts'
import { generationMethods } from './methods/generations.ts'
import { techniqueMethods } from './methods/techniques.ts'
import { workspaceMethods } from './methods/workspaces.ts'

const SERVED: MethodTable = {
  ...generationMethods,
  ...techniqueMethods,
  ...actionMethods,
  ...assetMethods,
  ...canvasMethods,
  ...workspaceMethods,
}

test('every method of the SDK is in a table, and nothing else is', async () => {
  const { client } = await watchedClient()
  expect(Object.keys(SERVED).toSorted()).toEqual(methodsOf(client).toSorted())
})

test.each(Object.entries(SERVED))(
  '%s is answered as documented with the least and with every parameter',
  async (_name, calls) => {
    for (const call of [calls.least, calls.all]) {
      const { client, requests } = await watchedClient()
      await call(client)
      expect(requests).not.toEqual([])
      expect(requests.filter(({ documented, status }) => !documented || status >= 300)).toEqual([])
    }
  },
)
