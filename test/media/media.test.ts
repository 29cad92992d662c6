import { join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { inspect } from '../../src/media/inspect.ts'
import { MUG, startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { outputOf } from '../support/media.ts'

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

  test.each([
    ['jpeg', 'jpg', 'image/jpeg'],
    ['JPG', 'jpg', 'image/jpeg'],
    ['webp', 'webp', 'image/webp'],
    ['image/png', 'png', 'image/png'],
    ['heic', 'png', 'image/png'],
  ])('with output_format %s ends in .%s', async (format, extension, contentType) => {
    const api = await startApi()
    const params = { output_format: format, width: 300, height: 200 }
    const { url, response, bytes } = await outputOf(api, { params })
    expect(url.split('.').at(-1)).toBe(extension)
    expect(response.headers.get('content-type')).toBe(contentType)
    const { content, problem } = inspect(bytes, contentType)
    expect([problem, content.width, content.height]).toEqual([null, 300, 200])
  })

  test('differs between prompts and between runs', async () => {
    const api = await startApi()
    const size = { width: 128, height: 128 }
    const tags = []
    for (const prompt of ['a mug', 'a mug', 'a cup']) {
      const { response } = await outputOf(api, { prompt, params: size })
      tags.push(response.headers.get('etag'))
    }
    expect(new Set(tags).size).toBe(3)
  })

  test('without room for the run id, is the same for equal seed, prompt and model', async () => {
    const api = await startApi()
    const params = { width: 64, height: 64, seed: 7 }
    const [one, same] = [await outputOf(api, { params }), await outputOf(api, { params })]
    const other = await outputOf(api, { params: { ...params, seed: 8 } })
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

test('audio with output_format mp3 is an MP3', async () => {
  const api = await startApi()
  const params = { duration: 2, output_format: 'mp3_44100_128' }
  const { url, response, bytes } = await outputOf(api, { type: 'audio', params })
  expect(url).toMatch(/\.mp3$/)
  expect(response.headers.get('content-type')).toBe('audio/mpeg')
  expect(inspect(bytes, 'audio/mpeg').problem).toBeNull()
})

test('text is JSON if the prompt or response_format requests it', async () => {
  const api = await startApi()
  const answers = []
  for (const changes of [
    { prompt: 'Colours, as JSON' },
    { params: { response_format: 'json_object' } },
    {},
  ]) {
    const { run_id: id } = await api.generate({ type: 'text', ...changes })
    await api.world.clock.advance({ until: id })
    answers.push((await api.run(id)).outputs?.[0]?.url ?? '')
  }
  const [one = '', two = '', plain] = answers
  expect(JSON.parse(one)).toMatchObject({ title: 'Colours, as JSON' })
  expect(JSON.parse(two)).toMatchObject({ title: MUG.prompt })
  expect(plain).toContain(`“${MUG.prompt}”`)
})

test('a file has the same bytes after each restart', async () => {
  const db = join(temporaryFolder(), 'flora.sqlite')
  const first = await startEmulator({ db, seed: 'restart', clock: 'manual' })
  const path = '/media/default/run_abc123/output_1.png'
  const before = Buffer.from(await (await first.fetch(first.url + path)).arrayBuffer())
  await first.close()
  for (let restart = 0; restart < 2; restart += 1) {
    await using again = await startEmulator({ db, clock: 'manual' })
    const after = await again.fetch(again.url + path)
    expect(Buffer.from(await after.arrayBuffer()).equals(before)).toBe(true)
  }
})

test('files need no key and allow any origin', async () => {
  const { emulator } = await startApi()
  const response = await emulator.fetch(`${emulator.url}/media/default/run_abc123/output_1.png`)
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test('a file exists only once its run has completed', async () => {
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
])('an unknown file (%s) is 404 and creates no world', async (path) => {
  const { emulator } = await startApi()
  const response = await emulator.fetch(`${emulator.url}/media/${path}`)
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ error: { code: 'not_found', message: 'Not found.' } })
})
