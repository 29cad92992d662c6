import { readFileSync } from 'node:fs'
import type FLORA from '@flora-ai/flora'
import type { AssetUploadParams } from '@flora-ai/flora/lib/upload'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const HOME = { workspace_id: 'ws_abc123' }
const PNG = readFileSync('fixtures/ceramic-mug.png')
const MORE = {
  ...HOME,
  content_type: 'image/png',
  file_name: 'mug.png',
  folder: 'campaign',
  project_id: 'prj_abc123',
}
const file = () => new File([PNG], 'mug.png', { type: 'image/png' })

/** Reserves an upload and sends the bytes. Returns the id of the asset. */
async function uploaded(client: FLORA, bytes: Uint8Array): Promise<string> {
  const { asset_id: id, upload } = await client.assets.create({
    ...HOME,
    source: 'signed-url',
    content_type: 'image/png',
  })
  const body = new FormData()
  body.append('key', upload?.form_fields['key'] ?? '')
  body.append('file', new File([Uint8Array.from(bytes)], 'mug.png', { type: 'image/png' }))
  await client.post(upload?.url ?? '', { body })
  return id
}

/** Completes an upload of bytes that are no picture. Returns the id of the failed asset. */
async function failed(client: FLORA): Promise<string> {
  const id = await uploaded(client, Buffer.from('no picture'))
  await client.assets.complete(id)
  return id
}

export const assetMethods: MethodTable = {
  'assets.create': {
    least: (client) =>
      client.assets.create(least<FLORA.AssetCreateParams>({ ...HOME, source: 'signed-url' })),
    all: (client) =>
      client.assets.create(all<FLORA.AssetCreateParams>({ ...MORE, source: 'https://example.com/mug.png' })),
  },
  'assets.retrieve': {
    least: (client) => client.assets.retrieve('asset_abc123'),
    all: (client) => client.assets.retrieve('asset_abc123'),
  },
  'assets.list': {
    least: (client) => client.assets.list(),
    all: async (client) => {
      await client.assets.upload(file(), MORE)
      await client.assets.upload(file(), MORE)
      const filter = { ...HOME, project_id: 'prj_abc123', query: 'mug', limit: 1 }
      const { meta } = await client.assets.list(filter)
      return client.assets.list(all<FLORA.AssetListParams>({ ...filter, cursor: meta.next_cursor ?? 'none' }))
    },
  },
  'assets.complete': {
    least: async (client) => client.assets.complete(await uploaded(client, PNG)),
    all: async (client) => client.assets.complete(await uploaded(client, PNG)),
  },
  'assets.retry': {
    least: async (client) => client.assets.retry(await failed(client)),
    all: async (client) => client.assets.retry(await failed(client)),
  },
  'assets.upload': {
    least: (client) => client.assets.upload(file(), least<AssetUploadParams>(HOME)),
    all: (client) =>
      client.assets.upload(
        file(),
        all<AssetUploadParams>({ ...MORE, pollIntervalMs: 1, pollTimeoutMs: 1000 }),
      ),
  },
}
