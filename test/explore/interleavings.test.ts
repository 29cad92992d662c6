/** Orders of answers, webhooks and restarts, with clients that rely on one of them. */
import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Emulator, explore, type Scenario, type Scene, startEmulator } from '../../src/index.ts'

const emulator = await startEmulator({ logLevel: 'silent', checks: 'off' })
afterAll(() => emulator.close())

const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

async function call({ client }: Scene, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await client.fetch(client.baseURL + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Record<string, unknown>
}

async function start(scene: Scene, callbackUrl?: string, prompt = 'A mug'): Promise<string> {
  const receiver = callbackUrl === undefined ? {} : { callback_url: callbackUrl }
  return String((await call(scene, '/generate', { type: 'image', prompt, ...PLACE, ...receiver }))['run_id'])
}

/** Calls `onWebhook` with the run of each webhook, while `work` runs. */
async function receiving(
  onWebhook: (runId: string) => void,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      response.end()
      onWebhook((JSON.parse(text) as { data: { run_id: string } }).data.run_id)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`)
  } finally {
    server.close()
  }
}

/** Starts `count` runs, and resolves when `handle` has been called for each. It gets the webhook and the runs known by then. */
const awaiting =
  (count: number, handle: (runId: string, known: readonly string[]) => void): Scenario =>
  async (scene) => {
    const known: string[] = []
    let seen = 0
    let done = (): void => undefined
    let failed: (error: unknown) => void = () => undefined
    const all = new Promise<void>((resolve, reject) => ([done, failed] = [resolve, reject]))
    all.catch(() => undefined)
    const onWebhook = (runId: string): void => {
      try {
        handle(runId, known)
      } catch (error) {
        failed(error)
      }
      seen += 1
      if (seen === count) done()
    }
    await receiving(onWebhook, async (url) => {
      await Promise.all(Array.from({ length: count }, async () => known.push(await start(scene, url))))
      await all
    })
  }

const settings = { faults: [], interleavings: 20, timeout: 5, jobs: 1 }

describe('orders', () => {
  test('a webhook before the answer of its start is found, shrunk and replayed', async () => {
    const hasty = awaiting(1, (runId, known) => {
      if (!known.includes(runId)) throw new Error('webhook of an unknown run')
    })
    const { interleavings } = await explore(emulator, hasty, settings)
    expect(interleavings?.failure).toMatchObject({ verdict: 'wrong', reason: 'webhook of an unknown run' })
    const { order = [], token = '' } = interleavings?.failure ?? {}
    expect(order.slice(0, 2)).toEqual([
      expect.stringMatching(/^webhook of run_/),
      expect.stringMatching(/^answer 1/),
    ])
    const again = await explore(emulator, hasty, { ...settings, replay: token })
    expect(again.interleavings?.failure?.reason).toBe('webhook of an unknown run')
  })

  test('a client that accepts webhooks at any time survives every order', async () => {
    const patient = awaiting(2, () => undefined)
    const { interleavings } = await explore(emulator, patient, settings)
    expect(interleavings).toEqual({ tried: 20, failure: null })
  })

  test('webhooks that are swapped are found', async () => {
    const sequential: Scenario = async (scene) => {
      const received: string[] = []
      let done = (): void => undefined
      const both = new Promise<void>((resolve) => (done = resolve))
      await receiving(
        (runId) => {
          received.push(runId)
          if (received.length === 2) done()
        },
        async (url) => {
          const first = await start(scene, url, 'A mug [[duration:1]]')
          await start(scene, url, 'A vase [[duration:9]]')
          await both
          if (received[0] !== first) throw new Error('the webhook of the other run')
        },
      )
    }
    const { interleavings } = await explore(emulator, sequential, settings)
    expect(interleavings?.failure?.reason).toBe('the webhook of the other run')
  })

  test('a poll that sees the end before the webhook is found', async () => {
    let handled = 0
    const both: Scenario = async (scene) => {
      handled = 0
      await receiving(
        () => (handled += 1),
        async (url) => {
          const id = await start(scene, url)
          while (handled === 0) {
            const { status } = await call(scene, `/runs/${id}`)
            if (status === 'completed') handled += 1
          }
        },
      )
    }
    const invariant: Scenario = async () => {
      if (handled !== 1) throw new Error(`handled ${handled} times`)
    }
    const { interleavings } = await explore(emulator, both, { ...settings, invariant })
    expect(interleavings?.failure).toMatchObject({ verdict: 'wrong', reason: 'handled 2 times' })
  })

  test('a restart between the commit of a run and its answer loses nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explore-'))
    const options = { db: join(folder, 'flora.sqlite'), logLevel: 'silent', checks: 'off' } as const
    let current: Emulator = await startEmulator(options)
    onTestFinished(async () => {
      await current.close()
      rmSync(folder, { recursive: true })
    })
    const port = Number(new URL(current.url).port)
    let restarts = 0
    const restart = async (): Promise<void> => {
      restarts += 1
      await current.close()
      current = await startEmulator({ ...options, port })
    }
    const polling: Scenario = async (scene) => {
      const id = await start(scene)
      while ((await call(scene, `/runs/${id}`))['status'] !== 'completed') continue
    }
    const { interleavings } = await explore(current, polling, { ...settings, interleavings: 10, restart })
    expect(interleavings).toEqual({ tried: 10, failure: null })
    expect(restarts).toBeGreaterThan(5)
  })
})
