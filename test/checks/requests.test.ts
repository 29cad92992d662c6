import { failing, send, start, testCheck } from '../support/checks.ts'
import { MUG, type TestApi } from '../support/api.ts'

const KEY = { 'idempotency-key': 'mug-1' }
const OTHER_KEY = { 'idempotency-key': 'mug-2' }

testCheck('retry-without-key', 'error', {
  wrong: [
    {
      name: 'starts again after a cut connection, when the run was started',
      client: async (api) => {
        await start(api, {}, failing('drop:after'))
        await start(api)
      },
      finding: { message: /was billed twice: \$0\.04 more/, cost: 0.04, requests: 2 },
    },
    {
      name: 'starts again after a 500',
      client: async (api) => {
        await start(api, {}, failing('status:500'))
        await start(api)
      },
      finding: { message: /may be billed twice: \$0\.04 more.*an answer of 500/, cost: 0.04, requests: 2 },
    },
    {
      name: 'starts three times after answers that it cannot read',
      client: async (api) => {
        await start(api, {}, failing('body:truncated'))
        await start(api, {}, failing('body:malformed'))
        await start(api)
      },
      finding: { message: /was billed 3 times: \$0\.08 more/, cost: 0.08, requests: 3 },
    },
    {
      name: 'sends the key with the second attempt only',
      client: async (api) => {
        await start(api, {}, failing('status:503'))
        await start(api, {}, KEY)
      },
      finding: { message: /may be billed twice/, cost: 0.04, requests: 2 },
    },
    {
      name: 'gave up before the answer',
      client: async (api) => {
        await giveUp(api)
        await start(api)
      },
      finding: { message: /was billed twice.*did not read/, cost: 0.04, requests: 2 },
    },
  ],
  right: [
    {
      name: 'retries with the same key',
      client: async (api) => {
        await start(api, {}, { ...failing('drop:after'), ...KEY })
        await start(api, {}, KEY)
      },
    },
    {
      name: 'retries with the same key in the body of a technique run',
      client: async (api) => {
        const body = { inputs: [], mode: 'async', idempotency_key: 'once' }
        await send(api, '/techniques/tech_abcd1234/runs', body, failing('status:500'))
        await send(api, '/techniques/tech_abcd1234/runs', body)
      },
    },
    {
      name: 'starts two runs of the same input',
      client: async (api) => {
        await start(api)
        await start(api)
      },
    },
    {
      name: 'starts again after a 429, which started nothing',
      client: async (api) => {
        await start(api, {}, failing('status:429'))
        await start(api)
      },
    },
    {
      name: 'starts another run after a 500',
      client: async (api) => {
        await start(api, {}, failing('status:500'))
        await start(api, { prompt: 'Another lighthouse' })
      },
    },
  ],
})

testCheck('key-changes', 'error', {
  wrong: [
    {
      name: 'makes a new key for each attempt',
      client: async (api) => {
        await start(api, {}, { ...failing('drop:after'), ...KEY })
        await start(api, {}, OTHER_KEY)
      },
      finding: { message: /may be billed again: \$0\.04/, cost: 0.04, requests: 2 },
    },
  ],
  right: [
    {
      name: 'keeps the key',
      client: async (api) => {
        await start(api, {}, { ...failing('status:500'), ...KEY })
        await start(api, {}, KEY)
      },
    },
    {
      name: 'has a key of its own for each of two runs',
      client: async (api) => {
        await start(api, {}, KEY)
        await start(api, {}, OTHER_KEY)
      },
    },
  ],
})

testCheck('unknown-field', 'warning', {
  wrong: [
    {
      name: 'sends parameters for params',
      client: async (api) => api.generate({ parameters: { aspect_ratio: '16:9' } }),
      finding: {
        message: /billed with defaults \(\$0\.04\).*Did you mean params\?/,
        cost: 0.04,
        requests: 1,
      },
    },
    {
      name: 'sends a parameter beside params',
      client: async (api) => api.generate({ image_url: 'https://example.com/a.png' }),
      finding: { message: /ignores image_url\. Did you mean params\.image_url\?/, cost: 0.04, requests: 1 },
    },
    {
      name: 'writes a parameter in camel case',
      client: async (api) => api.generate({ params: { aspectRatio: '16:9' } }),
      finding: {
        message: /params\.aspectRatio\. Did you mean params\.aspect_ratio\?/,
        cost: 0.04,
        requests: 1,
      },
    },
    {
      name: 'misspells a member many times',
      client: async (api) => {
        await api.generate({ calback_url: 'https://example.com/hook' })
        await api.generate({ calback_url: 'https://example.com/hook' })
      },
      finding: { message: /Did you mean callback_url\?/, cost: 0.04, requests: 1 },
    },
  ],
  right: [
    {
      name: 'sends known members and parameters',
      client: async (api) =>
        api.generate({ model: 't2i-flux-2-pro', params: { aspect_ratio: '16:9', seed: 1 } }),
    },
    { name: 'sends a member of its own', client: async (api) => api.generate({ metadata: { order: 7 } }) },
    {
      name: 'sends a parameter that no model lists',
      client: async (api) => api.generate({ params: { width: 64, height: 64 } }),
    },
    {
      name: 'is refused',
      client: async (api) => api.refusal('/generate', { method: 'POST', json: { parameters: {} } }),
    },
  ],
})

const MODERATED = '[[fail:GENERATION_PROMPT_MODERATED]]'

testCheck('repeats-hopeless', 'warning', {
  wrong: [
    {
      name: 'starts a moderated prompt again',
      client: async (api) => {
        const { run_id: id } = await api.generate({ prompt: `A mug ${MODERATED}` })
        await api.world.clock.advance({ until: id })
        await api.run(id)
        await api.generate({ prompt: `A mug ${MODERATED}` })
      },
      finding: { message: /failed with GENERATION_PROMPT_MODERATED/, requests: 2 },
    },
    {
      name: 'sends an invalid start again',
      client: async (api) => {
        await start(api, { type: 'picture' })
        await start(api, { type: 'picture' })
      },
      finding: { message: /refused with 400/, requests: 2 },
    },
  ],
  right: [
    {
      name: 'changes the prompt',
      client: async (api) => {
        const { run_id: id } = await api.generate({ prompt: `A mug ${MODERATED}` })
        await api.world.clock.advance({ until: id })
        await api.run(id)
        await api.generate({ prompt: 'A cup' })
      },
    },
    {
      name: 'repeats a run that failed for another reason',
      client: async (api) => {
        const prompt = 'A mug [[fail:GENERATION_PROVIDER_TIMEOUT]]'
        const { run_id: id } = await api.generate({ prompt })
        await api.world.clock.advance({ until: id })
        await api.run(id)
        await api.generate({ prompt })
      },
    },
    {
      name: 'starts two at once, before either has failed',
      client: async (api) => {
        await api.generate({ prompt: `A mug ${MODERATED}` })
        const { run_id: id } = await api.generate({ prompt: `A mug ${MODERATED}` })
        await api.world.clock.advance({ until: id })
        await api.run(id)
      },
    },
  ],
})

/** Sends a start over a socket and leaves before its answer. */
async function giveUp(api: TestApi): Promise<void> {
  const stop = new AbortController()
  const { baseUrl } = api.emulator
  const sent = fetch(`${baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.apiKey}`, 'x-flora-emulator': 'delay:100' },
    body: JSON.stringify({ ...MUG, prompt: 'A lighthouse' }),
    signal: stop.signal,
  }).catch(() => null)
  // The server has the connection before it answers another.
  await fetch(`${baseUrl}/workspaces`, { headers: { authorization: `Bearer ${api.apiKey}` } })
  stop.abort()
  await sent
  await api.world.requests.waitFor({ operation: 'startGeneration' })
}
