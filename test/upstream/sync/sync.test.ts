import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/index.ts'
import { summarize } from '../../../src/upstream/sync/summary.ts'
import { account, answering, KEY } from '../../support/upstream/account.ts'

describe('a synchronization', () => {
  test('sends GET requests only, and writes fixtures that load', async () => {
    const { run, seen, folder } = await account()
    const { written, changes } = await run()
    expect(seen.filter((request) => !request.startsWith('GET '))).toEqual([])
    expect(written).toEqual(['models', 'actions', 'techniques', 'world'])
    expect(changes.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'models 111',
      'actions 40',
      'techniques 23',
      'workspaces 2',
      'projects 2',
    ])
    await using copy = await startEmulator({ fixtures: folder })
    const answer = await copy.fetch(`${copy.baseUrl}/projects?workspace_id=ws_abc123`, {
      headers: { authorization: 'Bearer any' },
    })
    expect(await answer.json()).toMatchObject({
      projects: [{ project_id: 'prj_abc123', name: 'Spring Campaign' }],
    })
  })

  test('a second one changes nothing and says so', async () => {
    const { run, folder } = await account()
    await run()
    const result = await run()
    expect(result.written).toEqual([])
    expect(summarize(result, 'fixtures')).toMatch(
      /models: 111, as before\n[^]*kept: keys[^]*nothing has changed in fixtures/,
    )
    expect(readdirSync(folder)).toHaveLength(4)
  })

  test('what FLORA does not publish is kept', async () => {
    const { run, folder, world } = await account()
    await run()
    const edited = world()
    edited.keys = [{ key: 'own', role: 'owner', status: 'active' }]
    edited.workspaces = edited.workspaces.map((row) => ({ ...row, balance_usd: 7 }))
    edited.folders = [{ folder_id: 'fld_1', workspace_id: 'ws_gone', name: 'Gone', created_seconds_ago: 0 }]
    edited.workspaces.push({ workspace_id: 'ws_gone', name: 'Gone', balance_usd: 1, created_seconds_ago: 0 })
    writeFileSync(join(folder, 'world.json'), JSON.stringify(edited))
    const { changes, notes } = await run()
    expect(world()).toMatchObject({
      keys: [{ key: 'own' }],
      workspaces: [{ workspace_id: 'ws_abc123', balance_usd: 7 }, { workspace_id: 'ws_empty' }],
      folders: [],
    })
    expect(changes.find(({ name }) => name === 'workspaces')?.removed).toEqual(['ws_gone'])
    expect(notes).toEqual([
      'left out: 1 of 1 folders of world.json, whose workspace, project, model, technique or action is gone',
    ])
  })

  test('neither the API key nor any other secret reaches a file', async () => {
    const workspaces = [
      {
        workspace_id: 'ws_abc123',
        name: `Keys ${KEY} sk_live_secret1 whsec_secret2`,
        role: 'owner',
        created_at: 1,
      },
    ]
    const { run, folder } = await account(answering('/workspaces', { workspaces }))
    await run()
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    for (const secret of [KEY, 'secret1', 'secret2']) expect(texts.join('')).not.toContain(secret)
  })

  test('rows that this version cannot use are left out and named', async () => {
    const model = {
      name: 'M',
      type: 'image',
      provider: 'P',
      capabilities: [],
      estimated_seconds: 1.4,
      params: [],
    }
    const models = [
      { ...model, model_id: 'new-kind', type: '3d', estimated_credits: 1 },
      { ...model, model_id: 'good', estimated_credits: 1, tier: 'gold', beta: null },
      { ...model, model_id: 'good', estimated_credits: 2 },
      { ...model, model_id: 'no-price' },
    ]
    const { run, folder } = await account(answering('/models', { models }))
    const { notes } = await run()
    expect(notes).toEqual([
      expect.stringMatching(/^left out: model new-kind: type: Invalid enum value/),
      'left out: model good: listed twice',
      'left out: model no-price: estimated_credits: Required',
      'left out: models[].tier, which this version does not know',
      'rounded: models[].estimated_seconds',
    ])
    expect(JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8'))).toEqual([
      { ...model, model_id: 'good', estimated_credits: 1, estimated_seconds: 1 },
    ])
  })
})
