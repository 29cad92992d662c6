import { get as httpGet, type IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/index.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { outputUrl } from '../../support/media.ts'

const SMALL = { params: { width: 128, height: 128 } }

const faulty = async (api: TestApi, fault: string): Promise<string> =>
  outputUrl(api, SMALL, { 'x-flora-emulator': `output:${fault}` })

/** Requests a URL over a socket. Returns the answer at its headers. */
const open = async (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => httpGet(url, resolve).on('error', reject))

/** Reads an answer to its end. Returns the number of bytes, and whether it was complete. */
async function drain(
  answer: IncomingMessage,
): Promise<{ readonly bytes: number; readonly isWhole: boolean }> {
  let bytes = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) bytes += chunk.length
    return { bytes, isWhole: true }
  } catch {
    return { bytes, isWhole: false }
  }
}

describe('output', () => {
  test('empty: answers with the type of the file and no bytes', async () => {
    const api = await startApi()
    const response = await api.emulator.fetch(await faulty(api, 'empty'))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect((await response.arrayBuffer()).byteLength).toBe(0)
  })

  test('truncated: announces the whole file, sends half and cuts the connection', async () => {
    const api = await startApi()
    const answer = await open(await faulty(api, 'truncated'))
    const announced = Number(answer.headers['content-length'])
    expect(await drain(answer)).toEqual({ bytes: Math.floor(announced / 2), isWhole: false })
    await expect(api.emulator.fetch(await faulty(api, 'truncated'))).rejects.toThrow('fetch failed')
  })

  test('wrong-type: answers with an HTML page', async () => {
    const api = await startApi()
    const url = await faulty(api, 'wrong-type')
    const response = await api.emulator.fetch(url)
    expect(url).toMatch(/\.png$/)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<!doctype html>')
  })

  test('huge: answers with 200 MB', async () => {
    const api = await startApi()
    const answer = await open(await faulty(api, 'huge'))
    expect(answer.headers['content-length']).toBe(String(200 * 1024 * 1024))
    expect(await drain(answer)).toEqual({ bytes: 200 * 1024 * 1024, isWhole: true })
  })

  test('404: the run is completed, and its file is not found', async () => {
    const api = await startApi()
    const response = await api.emulator.fetch(await faulty(api, '404'))
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } })
  })

  test('slow: begins at once, and ends at shutdown', async () => {
    const api = await startApi()
    const answer = await open(await faulty(api, 'slow'))
    const [{ bytes }] = await Promise.all([drain(answer), api.emulator.close()])
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(Number(answer.headers['content-length']))
  })

  test('slow: a client that disconnects does not delay shutdown', async () => {
    const api = await startApi()
    const answer = await open(await faulty(api, 'slow'))
    answer.destroy()
    await api.emulator.close()
    expect(answer.destroyed).toBe(true)
  })
})

test.each([
  ['truncated', null],
  ['huge', 200 * 1024 * 1024],
  ['slow', null],
])('HEAD of a file that is %s announces it, and ends at once', async (fault, size) => {
  const api = await startApi()
  const url = await faulty(api, fault)
  const response = await api.emulator.fetch(url, { method: 'HEAD' })
  expect(response.status).toBe(200)
  const announced = Number(response.headers.get('content-length'))
  expect(announced).toBeGreaterThan(1_000)
  if (size !== null) expect(announced).toBe(size)
  expect((await response.arrayBuffer()).byteLength).toBe(0)
})

test('a directive in the prompt has the same effect, and text outputs ignore it', async () => {
  const api = await startApi()
  const url = await outputUrl(api, { ...SMALL, prompt: 'a mug [[output:empty]]' })
  expect((await api.emulator.fetch(url)).headers.get('content-length')).toBe('0')
  expect(await outputUrl(api, { type: 'text', prompt: 'a mug [[output:empty]]' })).toContain('a mug')
})

test('a rule spoils the outputs of a matching run as often as it says', async () => {
  const api = await startApi()
  const rule = await api.world.rules.add({ match: { prompt: 'mug' }, times: 1, effect: { output: '404' } })
  expect(rule.effect).toEqual({ output: '404' })
  const status = async () => (await api.emulator.fetch(await outputUrl(api, SMALL))).status
  expect([await status(), await status()]).toEqual([404, 200])
})

test('an unknown fault in the header is refused', async () => {
  const api = await startApi()
  const { status, error } = await api.refusal('/generate', {
    method: 'POST',
    json: {},
    headers: { 'x-flora-emulator': 'output:purple' },
  })
  expect(status).toBe(400)
  expect(error.message).toContain('one of empty, truncated, wrong-type, huge, 404, slow')
})

test('a fault is part of the run and is kept by a snapshot', async () => {
  const api = await startApi()
  const url = await faulty(api, 'empty')
  const snapshot = await api.world.snapshot()
  await using other = await startEmulator({ clock: 'manual' })
  await other.world().restore(snapshot)
  const response = await other.fetch(url.replace(api.emulator.url, other.url))
  expect(response.headers.get('content-length')).toBe('0')
})
