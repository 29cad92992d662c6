import { readFileSync } from 'node:fs'
import { FLORA as Sdk11 } from '@flora-ai/flora'
import { Flora as Sdk3 } from 'flora-sdk-0.3'
import { FLORA as Sdk10 } from 'flora-sdk-0.10'
import { FLORA as Sdk7 } from 'flora-sdk-0.7'
import { describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { form } from '../support/assets.ts'
import { expectGoodClient } from '../support/checks.ts'
import { serve } from '../support/net/file-server.ts'
import { boxed, padded, png } from '../support/files.ts'

const workspace = { workspace_id: 'ws_abc123' }

async function setUp<Sdk extends typeof Sdk11 | typeof Sdk10 | typeof Sdk7 | typeof Sdk3>(Sdk: Sdk) {
  const { emulator } = await startApi()
  // A test imports a file of this machine.
  expectGoodClient(emulator, ['unreachable-input'])
  const client = new Sdk({ baseURL: emulator.baseUrl, apiKey: 'sk_test_sdk', maxRetries: 0 })
  return { client: client as InstanceType<Sdk>, world: emulator.world('sdk') }
}

async function bytesOf(url: string | null): Promise<Buffer> {
  return Buffer.from(await (await fetch(url ?? '')).arrayBuffer())
}

describe.each([
  ['0.10.0', Sdk10],
  ['0.11.0', Sdk11],
])('SDK %s', (_version, Version) => {
  const Sdk = Version as typeof Sdk11

  test('uploads a small file in the request itself', async () => {
    const { client } = await setUp(Sdk)
    const bytes = padded(png(64, 48), 4 * 1024 * 1024)
    const asset = await client.assets.upload(bytes, { ...workspace, folder: 'f', file_name: 'mug.png' })
    expect(asset).toMatchObject({ status: 'ready', uploaded_via: 'direct', name: 'mug.png', width: 64 })
    expect((await bytesOf(asset.url)).equals(bytes)).toBe(true)
  })

  test('uploads a file from the disk', async () => {
    const { client } = await setUp(Sdk)
    const asset = await client.assets.upload('test/support/clip.mp4', workspace)
    expect(asset).toMatchObject({ name: 'clip.mp4', content_type: 'video/mp4' })
    expect((await bytesOf(asset.url)).equals(readFileSync('test/support/clip.mp4'))).toBe(true)
  })

  test('uploads a large file to a signed URL', async () => {
    const { client } = await setUp(Sdk)
    const bytes = padded(boxed('mp42'), 4 * 1024 * 1024 + 1)
    const file = new File([bytes], 'clip.mp4', { type: 'video/mp4' })
    const asset = await client.assets.upload(file, { ...workspace, project_id: 'prj_abc123' })
    expect(asset).toMatchObject({ status: 'ready', uploaded_via: 'signed_url', name: 'clip.mp4' })
    expect((await bytesOf(asset.url)).equals(bytes)).toBe(true)
  })

  test('imports a file from a URL', async () => {
    const { client } = await setUp(Sdk)
    const bytes = png(5, 5)
    const { url } = await serve((_, response) => response.end(bytes))
    const asset = await client.assets.upload(`${url}/dir/mug.png`, workspace)
    expect(asset).toMatchObject({ status: 'ready', uploaded_via: 'url', name: 'mug.png' })
    expect((await bytesOf(asset.url)).equals(bytes)).toBe(true)
  })

  test('throws the reason for which an upload failed', async () => {
    const { client } = await setUp(Sdk)
    const bytes = Buffer.alloc(4 * 1024 * 1024 + 1)
    await expect(client.assets.upload(bytes, workspace)).rejects.toThrow(
      /failed to process: Not a file of an allowed type/,
    )
  })
})

describe.each([
  ['0.3.0', Sdk3],
  ['0.7.1', Sdk7],
  ['0.11.0', Sdk11],
])('SDK %s', (_version, Version) => {
  test('reserves, completes, retries and lists assets', async () => {
    const { client, world } = await setUp(Version as typeof Sdk11)
    const reserved = await client.assets.create({ source: 'signed-url', ...workspace })
    await expect(client.assets.complete(reserved.asset_id)).rejects.toThrow('409')
    await world.clock.advance({ seconds: 3600 })
    const retried = await client.assets.retry(reserved.asset_id)
    const { url = '', form_fields: fields = {} } = retried.upload ?? {}
    const body = form(['key', fields['key'] ?? ''], ['file', { bytes: png(1, 1), type: 'image/png' }])
    const sent = await fetch(url, { method: 'POST', body })
    expect(sent.status).toBe(204)
    expect((await client.assets.complete(reserved.asset_id)).status).toBe('ready')
    const ids: (string | null)[] = []
    for await (const asset of client.assets.list({ limit: 1, workspace_id: 'ws_abc123' }))
      ids.push(asset.asset_id)
    expect(ids).toEqual([reserved.asset_id, 'asset_abc123'])
  })
})
