import { describe, expect, test } from 'vitest'
import type { LaunchOptions } from '../../../src/cli/configuration/launch-options.ts'
import { launched, written } from './launched.ts'

describe('--init', () => {
  const init = async (calls: unknown, options: LaunchOptions = {}) =>
    launched({ config: 'off', init: written('init.json', JSON.stringify(calls)), ...options })
  const START = {
    name: 'run',
    method: 'POST',
    path: '/generate',
    world: 'shop',
    body: { type: 'image', prompt: 'A', workspace_id: 'ws_abc123', project_id: 'prj_abc123' },
  }

  test('calls refer to earlier answers, pass the control token, and leave no requests behind', async () => {
    const calls = [
      START,
      { method: 'POST', path: '/_emulator/worlds/shop/runs/{{run.run_id}}/complete', body: {} },
      { name: 'balance', method: 'GET', path: '/_emulator/worlds/shop/workspaces' },
      {
        method: 'PATCH',
        path: '/_emulator/worlds/shop/workspaces/ws_empty',
        body: { balance_usd: '{{balance.workspaces.0.balance_usd}}' },
      },
    ]
    const { emulator } = await init(calls, { controlToken: 'secret' })
    const shop = emulator.world('shop')
    const { runs } = await shop.runs.list()
    expect(runs[0]).toMatchObject({ prompt: 'A', status: 'completed' })
    const [first, second] = await shop.workspaces.list()
    expect(second?.balance_usd).toBe(first?.balance_usd)
    expect(await shop.requests.list()).toMatchObject({ requests: [] })
  })

  test.each([
    [{}, 'expected a list of calls'],
    [[{ methd: 'GET', path: '/models' }], 'call 1: methd: unknown; did you mean method?'],
    [[{ method: 'GET', path: 'models' }], 'call 1 (GET models): path: expected a path that begins with /'],
    [[START, START], 'call 2 "run" (POST /generate): a call before it has the name run; rename one'],
    [
      [{ method: 'GET', path: '/runs/{{run.run_id}}' }, START],
      'call 1 (GET /runs/{{run.run_id}}): {{run.run_id}}: the call run must come before this one',
    ],
    [[START, { method: 'GET', path: '/runs/{{rum.run_id}}' }], 'no call is named rum; did you mean run?'],
    [
      [START, { method: 'GET', path: '/runs/{{run.runid}}' }],
      'call 2 (GET /runs/{{run.runid}}): {{run.runid}}: the answer has no member runid; did you mean run_id?',
    ],
    [
      [START, { method: 'GET', path: '/runs/{{run}}' }],
      '{{run}}: is of type object; name a text or a number',
    ],
    [[{ ...START, body: {} }], 'call 1 "run" (POST /generate): answered 400: input_validation_error: type: '],
  ])('%j is refused: %s', async (calls, problem) => {
    const refused = init(calls)
    await expect(refused).rejects.toMatchObject({ exitCode: 4 })
    const message = await refused.catch((error: Error) => error.message)
    expect(message).toMatch(/^[^\n]*init\.json: [^\n]+$/)
    expect(message).toContain(problem)
  })
})
