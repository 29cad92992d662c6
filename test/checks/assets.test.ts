import { form, put, reserve, step, uploadUrlOf } from '../support/assets.ts'
import { ROTATE, VIDEO } from '../support/actions.ts'
import type { TestApi } from '../support/api.ts'
import { send, testCheck } from '../support/checks.ts'
import { png } from '../support/files.ts'

testCheck('upload-wrong', 'error', {
  wrong: [
    {
      name: 'sends the file with PUT',
      client: async (api) => {
        const asset = await reserve(api)
        await put(api, uploadUrlOf(asset), png(8, 8))
        await step(api, asset.asset_id, 'complete')
      },
      finding: { message: /came by PUT, and the reservation says POST/, requests: 1 },
    },
    {
      name: 'does not complete the upload',
      client: async (api) => post(api),
      finding: { message: /the upload was not completed/, requests: 1 },
    },
  ],
  right: [
    {
      name: 'sends the form and completes the upload',
      client: async (api) => step(api, await post(api), 'complete'),
    },
    { name: 'reserves an asset and does not need it', client: async (api) => reserve(api) },
  ],
})

testCheck('unreachable-input', 'warning', {
  wrong: [
    {
      name: 'hands over a file of its own machine',
      client: async (api) => action(api, 'http://localhost:3000/a.png'),
      finding: {
        message: /URL in inputs\.0\.url, because localhost is the machine of the client/,
        requests: 1,
      },
    },
    {
      name: 'hands over a file of its network',
      client: async (api) => action(api, 'https://10.0.0.7/a.png'),
      finding: { message: /10\.0\.0\.7 is in a private network/, requests: 1 },
    },
    {
      name: 'hands over a URL without https',
      client: async (api) => action(api, 'http://storage.googleapis.com/bucket/a.png'),
      finding: { message: /it is not https/, requests: 1 },
    },
    {
      name: 'hands over a host that FLORA does not read, twice',
      client: async (api) => {
        await action(api, 'https://i.imgur.com/a.png?token=hunter2')
        await action(api, 'https://i.imgur.com/a.png?token=hunter2')
      },
      finding: { message: /i\.imgur\.com is none of the hosts that FLORA reads\.$/, requests: 1 },
    },
    {
      name: 'hands over a URL as a parameter',
      client: async (api) => api.generate({ params: { image_url: 'https://intranet.local/a.png' } }),
      finding: { message: /URL in params\.image_url/, requests: 1 },
    },
    {
      name: 'imports a file of its own machine',
      client: async (api) =>
        send(api, '/assets', { source: 'http://127.0.0.1:9/a.png', workspace_id: 'ws_abc123' }),
      finding: { message: /The upload fails in production/, requests: 1 },
    },
  ],
  right: [
    ...[
      'https://storage.googleapis.com/bucket/a.png',
      'https://bucket.s3.eu-west-1.amazonaws.com/a.png',
      'https://ik.imagekit.io/shop/a.png',
      'https://media.flora.ai/a.png',
      'https://example.com/a.png',
    ].map((url) => ({ name: `hands over ${url}`, client: async (api: TestApi) => action(api, url) })),
    {
      name: 'hands over a file of this emulator, which is one of FLORA in production',
      client: async (api) => action(api, `${api.emulator.url}/media/default/run_abc123/output_1.png`),
    },
    {
      name: 'has a callback on its own machine',
      client: async (api) => api.generate({ callback_url: 'http://127.0.0.1:9/hook' }),
    },
    {
      name: 'writes a URL in a prompt',
      client: async (api) => api.generate({ prompt: 'http://localhost:3000 as a neon sign' }),
    },
    {
      name: 'imports a public file of any host',
      client: async (api) =>
        send(api, '/assets', { source: 'https://i.imgur.com/a.png', workspace_id: 'ws_abc123' }),
    },
  ],
})

const action = async (api: TestApi, url: string) =>
  send(api, '/runs/action', { ...ROTATE, inputs: [{ ...VIDEO, type: 'image', url }] })

/** Reserves an asset and sends its file as the reservation says. Returns its id. */
async function post(api: TestApi): Promise<string> {
  const asset = await reserve(api)
  const key = asset.upload?.form_fields['key'] ?? ''
  const body = form(['key', key], ['file', { bytes: png(8, 8), type: 'image/png' }])
  await api.emulator.fetch(uploadUrlOf(asset), { method: 'POST', body })
  return asset.asset_id
}
