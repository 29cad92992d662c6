import { onTestFinished, vi } from 'vitest'
import type { TestApi } from '../support/api.ts'
import { testCheck } from '../support/checks.ts'
import { receiver } from '../support/net/receiver.ts'

testCheck('receiver-slow', 'warning', {
  wrong: [
    {
      name: 'answers a webhook after 6 s',
      client: async (api) => deliverIn(api, 6000),
      finding: {
        message: /http:\/\/127\.0\.0\.1:\d+ took 6\.0 s, and FLORA gives up after 10 s/,
        requests: 1,
      },
    },
  ],
  right: [{ name: 'answers a webhook after 4 s', client: async (api) => deliverIn(api, 4000) }],
})

testCheck('receiver-trusts', 'error', {
  wrong: (['wrong-secret', 'tampered-body', 'unsigned', 'stale-timestamp'] as const).map((mode) => ({
    name: `accepts a webhook with the fault ${mode}`,
    client: async (api: TestApi) => deliver(api, 200, mode),
    finding: { message: new RegExp(`answered 200 to a webhook of the mode ${mode}`), requests: 1 },
  })),
  right: [
    { name: 'refuses a forged webhook', client: async (api) => deliver(api, 400, 'wrong-secret') },
    {
      name: 'accepts a webhook with two signatures',
      client: async (api) => deliver(api, 200, 'two-signatures'),
    },
    { name: 'accepts a valid webhook', client: async (api) => deliver(api, 200, null) },
    {
      name: 'uses an inbox of the emulator',
      client: async (api) => {
        await api.generate(
          { callback_url: api.world.inbox('shop').url },
          { 'x-flora-emulator': 'webhook:unsigned' },
        )
        await api.world.clock.advance({ until: 'idle' })
      },
    },
    {
      name: 'refuses the redelivery with a fault, after a valid webhook',
      client: async (api) => {
        const { url } = await receiver((response, _received, count) => {
          response.statusCode = count === 1 ? 200 : 400
          response.end()
        })
        await api.generate({ callback_url: url })
        await api.world.clock.advance({ until: 'idle' })
        const [webhook] = await api.world.webhooks.list()
        await api.world.webhooks.redeliver(webhook?.id ?? '', { mode: 'unsigned' })
      },
    },
  ],
})

/** Starts a run whose receiver answers after `ms`, by a clock that stands still meanwhile. */
async function deliverIn(api: TestApi, ms: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const { url } = await receiver((response) => {
    vi.advanceTimersByTime(ms)
    response.end()
  })
  await api.generate({ callback_url: url })
  await api.world.clock.advance({ until: 'idle' })
}

async function deliver(api: TestApi, status: number, mode: string | null): Promise<void> {
  const { url } = await receiver((response) => {
    response.statusCode = status
    response.end()
  })
  await api.generate({ callback_url: url }, mode === null ? {} : { 'x-flora-emulator': `webhook:${mode}` })
  await api.world.clock.advance({ until: 'idle' })
}
