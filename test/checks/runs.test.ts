import type { TestApi } from '../support/api.ts'
import { readToEnd, testCheck } from '../support/checks.ts'

const REAL = { clock: 'real', durationScale: 0.1, rateLimit: 'off' } as const
const FAILING = { prompt: 'A mug [[fail:SERVER_ERROR]]' }

testCheck('gives-up-early', 'error', {
  wrong: [
    {
      name: 'stops polling before the end of a run',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.run(id)
        await api.world.clock.advance({ seconds: 5 })
        await api.run(id)
        await api.world.clock.advance({ until: 'idle' })
      },
      finding: {
        message: /lost, and billed: \$0\.04\..*after 5 s, showed the run running; it takes 12 s/,
        cost: 0.04,
        requests: 2,
      },
    },
    {
      name: 'ends while the run goes on',
      options: REAL,
      client: async (api) => {
        const { run_id: id } = await api.generate({}, { 'x-flora-emulator': 'duration:600' })
        await api.run(id)
        await api.run(id)
      },
      finding: { message: /it takes 600 s/, cost: 0.04, requests: 2 },
    },
  ],
  right: [
    {
      name: 'polls to the end',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.run(id)
        await api.world.clock.advance({ until: id })
        await api.run(id)
      },
    },
    {
      name: 'polls the list of generations to the end',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.generations()
        await api.world.clock.advance({ until: id })
        await api.generations()
      },
    },
    {
      name: 'looks once and is told by a webhook',
      client: async (api) => {
        const { run_id: id } = await api.generate({ callback_url: api.world.inbox('shop').url })
        await api.run(id)
        await api.world.clock.advance({ until: id })
      },
    },
    {
      name: 'has not reached the end by a clock that it moves',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.run(id)
        await api.run(id)
      },
    },
    {
      name: 'has a minute to poll again',
      final: false,
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.run(id)
        await api.world.clock.advance({ until: id })
        await api.world.clock.advance({ seconds: 59 })
      },
    },
    {
      name: 'looks once while the run goes on, as a test may',
      options: REAL,
      client: async (api) => {
        const { run_id: id } = await api.generate({}, { 'x-flora-emulator': 'duration:600' })
        await api.run(id)
      },
    },
  ],
})

testCheck('never-read', 'warning', {
  wrong: [
    {
      name: 'has not read a run a minute after its end',
      final: false,
      client: async (api) => {
        await api.generate()
        await api.world.clock.advance({ seconds: 12 + 60 })
      },
      finding: { message: /no request read it/, cost: 0.04, requests: 1 },
    },
    {
      name: 'starts a run and forgets it',
      client: async (api) => {
        await api.generate()
        await api.world.clock.advance({ until: 'idle' })
      },
      finding: {
        message: /Nobody sees the result of this run, which costs \$0\.04/,
        cost: 0.04,
        requests: 1,
      },
    },
    {
      name: 'ends after it started a run',
      options: REAL,
      client: async (api) => api.generate(),
      finding: { message: /no request read it/, cost: 0.04, requests: 1 },
    },
  ],
  right: [
    {
      name: 'reads the list, which shows the run',
      client: async (api) => {
        await api.generate()
        await api.world.clock.advance({ until: 'idle' })
        await api.generations()
      },
    },
    {
      name: 'is told by a webhook',
      client: async (api) => {
        await api.generate({ callback_url: api.world.inbox('shop').url })
        await api.world.clock.advance({ until: 'idle' })
      },
    },
    { name: 'has not reached the end by a clock that it moves', client: async (api) => api.generate() },
    {
      name: 'goes on and has a minute to read the run',
      options: REAL,
      final: false,
      client: async (api) => api.generate(),
    },
    {
      name: 'reads the run of the documentation instead',
      client: async (api) => {
        await api.generate()
        await api.world.clock.advance({ until: 'idle' })
        await api.run('run_abc123')
      },
    },
    {
      name: 'reads a long list, whose end the journal cuts',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        for (let n = 0; n < 60; n += 1) await readToEnd(api)
        await api.world.clock.advance({ until: id })
        await api.generations('?limit=100')
      },
    },
  ],
})

testCheck('polls-too-fast', 'warning', {
  wrong: [
    {
      name: 'polls without a pause',
      options: { ...REAL, durationScale: 10 },
      client: async (api) => poll(api, 7),
      finding: { message: /6 polls of this run came less than a second/, requests: 6 },
    },
  ],
  right: [
    { name: 'polls at most five times', options: REAL, client: async (api) => poll(api, 6) },
    { name: 'polls with a clock that does not run', client: async (api) => poll(api, 10) },
    { name: 'polls with an auto clock', options: { clock: 'auto' }, client: async (api) => poll(api, 10) },
  ],
})

testCheck('polls-after-end', 'info', {
  wrong: [
    {
      name: 'polls three times after the end was shown',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        await api.world.clock.advance({ until: id })
        for (let n = 0; n < 4; n += 1) await api.run(id)
      },
      finding: { message: /polled 3 times after its end was shown/, requests: 3 },
    },
  ],
  right: [
    {
      name: 'reads the end twice',
      client: async (api) => {
        const { run_id: id } = await api.generate()
        for (let n = 0; n < 4; n += 1) await api.run(id)
        await api.world.clock.advance({ until: id })
        for (let n = 0; n < 2; n += 1) await api.run(id)
      },
    },
  ],
})

testCheck('failure-unread', 'warning', {
  wrong: [
    {
      name: 'does not see that a run failed',
      client: async (api) => {
        const { run_id: id } = await api.generate(FAILING)
        await api.run(id)
        await api.world.clock.advance({ until: id })
      },
      finding: { message: /failed with SERVER_ERROR/, requests: 2 },
    },
    {
      name: 'has a receiver that never answers 2xx',
      client: async (api) => {
        const inbox = api.world.inbox('shop')
        await inbox.replyWith({ status: 500 })
        await api.generate({ ...FAILING, callback_url: inbox.url })
        await api.world.clock.advance({ seconds: 600 })
      },
      finding: { message: /nothing showed it/, requests: 1 },
    },
  ],
  right: [
    {
      name: 'reads the failure',
      client: async (api) => {
        const { run_id: id } = await api.generate(FAILING)
        await api.world.clock.advance({ until: id })
        await api.run(id)
      },
    },
    {
      name: 'is told by a webhook',
      client: async (api) => {
        await api.generate({ ...FAILING, callback_url: api.world.inbox('shop').url })
        await api.world.clock.advance({ until: 'idle' })
      },
    },
    {
      name: 'has a receiver that the emulator may not call',
      client: async (api) => {
        await api.generate({ ...FAILING, callback_url: 'https://shop.example.com/hook' })
        await api.world.clock.advance({ until: 'idle' })
      },
    },
  ],
})

async function poll(api: TestApi, times: number): Promise<void> {
  const { run_id: id } = await api.generate()
  for (let n = 0; n < times; n += 1) await api.run(id)
}
