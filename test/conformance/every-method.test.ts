/** Calls every method of the official SDKs. */
import { FLORA } from '@flora-ai/flora'
import { Flora as Sdk03 } from 'flora-sdk-0.3'
import { FLORA as Sdk07 } from 'flora-sdk-0.7'
import { FLORA as Sdk10 } from 'flora-sdk-0.10'
import { expect, test } from 'vitest'
import { methodsOf, watchedClient } from '../support/sdk/methods.ts'
import { methods } from './methods/index.ts'

test('the tables have the methods of the SDK, and no others', async () => {
  const { client } = await watchedClient(FLORA)
  expect(Object.keys(methods).toSorted()).toEqual(methodsOf(client).toSorted())
})

test.each(Object.entries(methods))(
  '%s is answered as documented with its required and with all parameters',
  async (_name, calls) => {
    for (const call of [calls.least, calls.all]) {
      const { client, requests } = await watchedClient(FLORA)
      await call(client)
      expect(requests).not.toEqual([])
      expect(requests.filter(({ documented, status }) => !documented || status >= 300)).toEqual([])
    }
  },
)

/** Older versions have a part of the methods and parameters of the newest. */
test.each([
  ['0.3', Sdk03],
  ['0.7', Sdk07],
  ['0.10', Sdk10],
])('every method of SDK %s is answered as documented', async (_version, Sdk) => {
  const names = methodsOf((await watchedClient<object>(Sdk)).client)
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => methods[name] === undefined)).toEqual([])
  for (const name of names) {
    const { client, requests } = await watchedClient<object>(Sdk)
    await methods[name]?.least(client as FLORA)
    expect(
      requests.filter(({ documented, status }) => !documented || status >= 300),
      name,
    ).toEqual([])
  }
})
