/** Every method of the official SDK 0.11 is either tried or known not to be served. */
import { expect, test } from 'vitest'
import { methodsOf, type MethodTable, watchedClient } from '../support/sdk-methods.ts'
import { actionMethods } from './methods/actions.ts'
import { assetMethods } from './methods/assets.ts'
import { generationMethods } from './methods/generations.ts'
import { NOT_YET } from './methods/not-yet.ts'
import { techniqueMethods } from './methods/techniques.ts'
import { workspaceMethods } from './methods/workspaces.ts'

const SERVED: MethodTable = {
  ...generationMethods,
  ...techniqueMethods,
  ...actionMethods,
  ...assetMethods,
  ...workspaceMethods,
}

test('every method of the SDK is in one of the two tables, and nothing else is', async () => {
  const { client } = await watchedClient()
  expect([...Object.keys(SERVED), ...Object.keys(NOT_YET)].toSorted()).toEqual(methodsOf(client).toSorted())
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

test.each(Object.entries(NOT_YET))('%s is not served yet', async (_name, call) => {
  const { client, requests } = await watchedClient()
  await expect(call(client)).rejects.toMatchObject({ status: 404 })
  expect(requests.map(({ status, documented }) => [status, documented])).toEqual([[404, false]])
})
