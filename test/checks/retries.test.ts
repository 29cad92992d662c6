import { onTestFinished, vi } from 'vitest'
import { failing, testCheck } from '../support/checks.ts'
import { MUG, type TestApi } from '../support/api.ts'

testCheck('ignores-retry-after', 'error', {
  wrong: [
    {
      name: 'sends the request again after half of the wait',
      options: { rateLimit: '1/30' },
      client: async (api) => {
        const wait = stopwatch()
        await list(api)
        await list(api)
        wait(15_000)
        await list(api)
      },
      finding: { message: /waited 15\.0 s of the 30 s/, requests: 2 },
    },
  ],
  right: [
    {
      name: 'waits',
      options: { rateLimit: '1/30' },
      client: async (api) => {
        const wait = stopwatch()
        await list(api)
        await list(api)
        wait(30_000)
        await list(api)
      },
    },
    {
      name: 'sends another request meanwhile',
      options: { rateLimit: '1/30' },
      client: async (api) => {
        const wait = stopwatch()
        await list(api)
        await list(api)
        wait(15_000)
        await list(api, '/projects')
      },
    },
  ],
})

testCheck('no-backoff', 'warning', {
  wrong: [
    {
      name: 'retries three times without a pause',
      client: async (api) => {
        for (let n = 0; n < 3; n += 1) await list(api, '/workspaces', failing('status:503'))
        await list(api)
      },
      finding: { message: /3 within \d+ ms/, requests: 4 },
    },
  ],
  right: [
    {
      name: 'waits before each retry',
      client: async (api) => {
        const wait = stopwatch()
        for (const pauseMs of [500, 1000, 2000]) {
          await list(api, '/workspaces', failing('status:503'))
          wait(pauseMs)
        }
        await list(api)
      },
    },
    {
      name: 'sends requests that succeed',
      client: async (api) => {
        for (let n = 0; n < 6; n += 1) await list(api)
      },
    },
  ],
})

testCheck('first-page-only', 'info', {
  wrong: [
    {
      name: 'reads a long list from its start again and again',
      client: async (api) => {
        for (let n = 0; n < 3; n += 1) await api.generate()
        for (let n = 0; n < 3; n += 1) await api.generations('?limit=2')
      },
      finding: { message: /Items after the first page/, requests: 3 },
    },
  ],
  right: [
    {
      name: 'goes on with the cursor',
      client: async (api) => {
        for (let n = 0; n < 3; n += 1) await api.generate()
        for (let n = 0; n < 3; n += 1) {
          const { meta } = await api.generations('?limit=2')
          await api.generations(`?limit=2&cursor=${meta.next_cursor}`)
        }
      },
    },
    {
      name: 'polls a list of one page',
      client: async (api) => {
        await api.generate()
        for (let n = 0; n < 5; n += 1) await api.generations()
      },
    },
  ],
})

testCheck('deprecated', 'info', {
  wrong: [
    {
      name: 'starts generations by the old path',
      client: async (api) => api.post('/runs/generation', MUG),
      finding: { message: /createGenerationRun/, requests: 1 },
    },
  ],
  right: [{ name: 'starts generations by the new path', client: async (api) => api.generate() }],
})

async function list(api: TestApi, path = '/workspaces', headers: Record<string, string> = {}): Promise<void> {
  const { baseUrl, fetch } = api.emulator
  await fetch(baseUrl + path, { headers: { authorization: `Bearer ${api.apiKey}`, ...headers } })
}

/** Stops the clock that the client waits by. Returns a function that moves it ahead. */
function stopwatch(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  return (ms) => void vi.advanceTimersByTime(ms)
}
