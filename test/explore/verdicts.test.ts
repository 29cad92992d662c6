/** Each verdict, with a client whose habits deserve it. */
import { afterAll, describe, expect, test } from 'vitest'
import { explore, type ExploreSettings, type Scenario, startEmulator } from '../../src/index.ts'
import { type Habits, generate } from '../support/explore/clients.ts'

const emulator = await startEmulator({ logLevel: 'silent', checks: 'off' })
afterAll(() => emulator.close())

const client =
  (habits: Habits): Scenario =>
  async (scene) =>
    generate(scene, habits)

/** Runs one experiment, and returns its result. */
async function tried(scenario: Scenario, token: string, settings: ExploreSettings = {}) {
  const { results } = await explore(emulator, scenario, { ...settings, replay: token, jobs: 1 })
  expect(results).toHaveLength(1)
  return results[0]
}

const NAIVE = client({ attempts: 2 })
const RIGHT = client({ attempts: 2, keyed: true })
const HANGING: Scenario = async (scene) =>
  generate(scene).catch(async () => new Promise<void>(() => undefined))
const LYING: Scenario = async (scene) => generate(scene).catch(() => undefined)
const WAITING: Scenario = async ({ world, client: { fetch, baseURL, apiKey } }) => {
  const inbox = world.inbox('shop')
  const body = {
    type: 'image',
    prompt: 'A lighthouse',
    workspace_id: 'ws_abc123',
    project_id: 'prj_abc123',
    callback_url: inbox.url,
  }
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(`${baseURL}/generate`, init)
  if (!answer.ok) throw new Error(`answered with ${answer.status}`)
  await inbox.waitFor()
}

const ROUNDS = 10

describe('verdicts', () => {
  test.each([
    ['overpaid', 'drop-after@startGeneration:1', NAIVE],
    ['survived', 'drop-after@startGeneration:1', RIGHT],
    ['survived', 'run-slow@startGeneration:1', client({})],
    ['reported', 'drop-before@startGeneration:1', client({})],
    ['reported', '402@startGeneration:1', RIGHT],
    ['reported', 'run-moderated@startGeneration:1', RIGHT],
    ['wrong', 'run-failed@startGeneration:1', client({ ignoresFailure: true })],
    ['wrong', '500@startGeneration:1', LYING],
    ['hung', '503@startGeneration:1', HANGING],
    ['not exercised', 'slow-answer@startGeneration:1', NAIVE],
    ['overpaid', 'slow-answer@startGeneration:1', client({ attempts: 2, patienceMs: 150 })],
    ['survived', 'webhook-early@startGeneration:1', WAITING],
    ['survived', 'webhook-lost@startGeneration:1', WAITING],
    ['wrong', 'webhook-wrong-secret@startGeneration:1', WAITING],
  ] as const)('%s: %s', async (verdict, token, scenario) => {
    const result = await tried(scenario, token, { slow: 0.4, timeout: verdict === 'hung' ? 0.5 : 5 })
    expect({ verdict: result?.verdict, reason: result?.reason }).toEqual({
      verdict,
      reason: expect.any(String),
    })
  })

  test.each([
    ['overpaid', 'drop-after@startGeneration:1', NAIVE],
    ['wrong', 'run-failed@startGeneration:1', client({ ignoresFailure: true })],
    ['wrong', '429@startGeneration:1', RIGHT],
    ['hung', '503@startGeneration:1', HANGING],
  ] as const)('%s: %s is reproduced ten times of ten', async (verdict, token, scenario) => {
    const verdicts: (string | undefined)[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      verdicts.push((await tried(scenario, token, { timeout: verdict === 'hung' ? 0.2 : 5 }))?.verdict)
    }
    expect(verdicts).toEqual(Array.from({ length: ROUNDS }, () => verdict))
  })

  test('an invariant that does not hold is wrong, whatever the scenario says', async () => {
    const invariant: Scenario = async ({ world }) => {
      const { count } = await world.runs.list({ status: 'failed' })
      const { runs } = await world.runs.list({ status: 'failed' })
      if (runs.length > 0) throw new Error(`${count ?? runs.length} runs failed`)
    }
    const result = await tried(client({}), 'run-failed@startGeneration:1', { invariant })
    expect(result).toMatchObject({ verdict: 'wrong', reason: expect.stringContaining('runs failed') })
  })

  test('a failure says what the client did, what it cost and how to see it alone', async () => {
    const result = await tried(NAIVE, 'drop-after@startGeneration:1')
    expect(result).toMatchObject({
      verdict: 'overpaid',
      exit_code: 0,
      reason: expect.stringContaining('2 runs instead of 1'),
    })
    expect(result?.extra_cost_usd).toBeGreaterThan(0)
    expect(result?.requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', null],
      ['POST', 201],
      ['GET', 200],
      ['GET', 200],
      ['GET', 200],
    ])
    expect(result?.reproduce).toBe("explore(emulator, scenario, { replay: 'drop-after@startGeneration:1' })")
  })
})

describe('an exploration', () => {
  test('tries every fault that can happen at each call, and gives the same verdicts again', async () => {
    const settings = { slow: 0.3, timeout: 5 }
    const [first, second] = [
      await explore(emulator, RIGHT, settings),
      await explore(emulator, RIGHT, settings),
    ]
    expect(first.sites.map(({ operation, call }) => `${operation}:${call}`)).toEqual([
      'startGeneration:1',
      'getRun:1',
      'getRun:2',
      'getRun:3',
    ])
    // Seven faults of each call; two refusals and three faults of the run for the start; no webhook, no fault of one.
    expect(first.results).toHaveLength(4 * 7 + 5)
    const verdicts = (report: typeof first) =>
      report.results.map(({ token, verdict }) => `${token} ${verdict}`)
    expect(verdicts(second)).toEqual(verdicts(first))
  })

  test('shrinks a pair to the fault that suffices', async () => {
    const { results } = await explore(emulator, NAIVE, {
      faults: ['drop-after', '503'],
      pairs: true,
      timeout: 5,
    })
    const pair = results.find(({ token }) => token === 'drop-after@startGeneration:1+503@getRun:1')
    expect(pair).toMatchObject({ verdict: 'overpaid', shrunk_to: 'drop-after@startGeneration:1' })
  })

  test('tries a sample by the seed when there are too many faults', async () => {
    const sample = async (seed: string) => {
      const report = await explore(emulator, RIGHT, { max: 3, seed, faults: ['500', '503', 'drop-before'] })
      expect(report).toMatchObject({ planned: 3, possible: 12 })
      return report.results.map(({ token }) => token)
    }
    expect(await sample('a')).toEqual(await sample('a'))
    expect(await sample('b')).not.toEqual(await sample('a'))
  })

  test('refuses a client that fails undisturbed, or whose calls differ', async () => {
    await expect(explore(emulator, async () => Promise.reject(new Error('no luck')))).rejects.toThrow(
      /must succeed undisturbed[^]*no luck/,
    )
    await expect(explore(emulator, async () => undefined)).rejects.toThrow('made no call')
    let runs = 0
    const unstable: Scenario = async (scene) => {
      runs += 1
      for (let run = 0; run < runs; run += 1) await generate(scene)
    }
    await expect(explore(emulator, unstable, { jobs: 1 })).rejects.toThrow(
      'startGeneration: once in one run, 2 times in another',
    )
    await expect(explore(emulator, RIGHT, { replay: '500@startGeneration:9' })).rejects.toThrow(
      'no call startGeneration:9',
    )
    await expect(explore(emulator, RIGHT, { replay: 'nonsense' })).rejects.toThrow(RangeError)
  })

  test('leaves no world behind', async () => {
    const answer = await emulator.fetch(`${emulator.url}/_emulator/worlds`)
    const text = await answer.text()
    expect(text).not.toContain('explore-')
  })
})
