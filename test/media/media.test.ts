import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../support/api.ts'

async function outputOf(api: TestApi, changes: object) {
  const { run_id: id } = await api.generate(changes)
  await api.world.clock.advance({ seconds: 1_000 })
  const url = (await api.run(id)).outputs?.[0]?.url ?? ''
  const response = await api.emulator.fetch(url)
  return { url, response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('an image', () => {
  test.each([
    [{}, 1024, 1024],
    [{ aspect_ratio: '4:3' }, 1184, 888],
    [{ aspect_ratio: '9:16' }, 768, 1368],
    [{ aspect_ratio: 'landscape_16_9' }, 1368, 768],
    [{ aspect_ratio: 'portrait_4_3' }, 888, 1184],
    [{ aspect_ratio: 'banana_9_9' }, 1024, 1024],
    [{ width: 300, height: 200 }, 300, 200],
  ])('with params %j is a PNG of %i × %i that decodes', async (params, width, height) => {
    const api = await startApi()
    const { response, bytes } = await outputOf(api, { params })
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    const png = PNG.sync.read(bytes)
    expect([png.width, png.height]).toEqual([width, height])
  })

  test('follows from prompt and model: the same again, another for another prompt', async () => {
    const api = await startApi()
    const size = { width: 64, height: 64 }
    const [one, same, other] = [
      await outputOf(api, { prompt: 'a mug', params: size }),
      await outputOf(api, { prompt: 'a mug', params: size }),
      await outputOf(api, { prompt: 'a cup', params: size }),
    ]
    expect(same.bytes.equals(one.bytes)).toBe(true)
    expect(other.bytes.equals(one.bytes)).toBe(false)
  })
})

test('audio is a WAV of the requested duration', async () => {
  const api = await startApi()
  const { response, bytes } = await outputOf(api, { type: 'audio', params: { duration: '3' } })
  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF')
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
  expect(bytes.readUInt32LE(40) / bytes.readUInt32LE(28)).toBe(3)
})

test('video is an MP4', async () => {
  const api = await startApi()
  const { response, bytes } = await outputOf(api, { type: 'video' })
  expect(response.headers.get('content-type')).toBe('video/mp4')
  expect(bytes.toString('latin1', 4, 8)).toBe('ftyp')
})

test('files need no key, and any page may read them', async () => {
  const { emulator } = await startApi()
  const response = await emulator.fetch(`${emulator.url}/media/default/run_abc123/output_1.png`)
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test('there is no file before a run is completed, nor when it failed', async () => {
  const api = await startApi()
  const { run_id: good } = await api.generate()
  const { run_id: bad } = await api.generate({ prompt: '[[fail:SERVER_ERROR]]' })
  const status = async (id: string) =>
    (await api.emulator.fetch(`${api.emulator.url}/media/default/${id}/output_1.png`)).status
  expect(await status(good)).toBe(404)
  await api.world.clock.advance({ seconds: 12 })
  expect(await status(good)).toBe(200)
  expect(await status(bad)).toBe(404)
})

test.each([
  'default/run_abc123/output_2.png',
  'default/run_abc123/output_1.mp4',
  'default/run_nope/output_1.png',
  'nowhere/run_abc123/output_1.png',
  'NOT%20a%20world/run_abc123/output_1.png',
  '__proto__/run_abc123/output_1.png',
  'default/run_abc123/..%2f..%2fpackage.json',
])('an unknown file (%s) is answered 404, and makes no world', async (path) => {
  const { emulator } = await startApi()
  const response = await emulator.fetch(`${emulator.url}/media/${path}`)
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ error: { code: 'not_found', message: 'Not found.' } })
})
