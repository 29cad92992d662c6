import { describe, expect, test } from 'vitest'
import type { GatewayModelList } from '../../../src/schemas/models/gateway-model.ts'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import { MUG, startApi, type TestApi } from '../../support/api.ts'

const BODY = {
  model: 'google/nano-banana-2',
  prompt: 'a ceramic mug on a sunlit table',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
} as const
const PATH = '/gateway/generate'

const start = async (api: TestApi, changes: object = {}, headers: Record<string, string> = {}) =>
  api.post<RunStart>(PATH, { ...BODY, ...changes }, headers)

const finish = async (api: TestApi, changes: object = {}) => {
  const { run_id: id } = await start(api, changes)
  await api.world.clock.advance({ until: id })
  return api.run(id)
}

test('a generation is started, polled, charged and listed like any other', async () => {
  const api = await startApi()
  const started = await start(api, { params: { aspect_ratio: '16:9' } })
  expect(started).toMatchObject({
    type: 'generation',
    estimated_seconds: 40,
    charged_cost: 0.08,
    model: { model_id: 'google/nano-banana-2' },
    project_id: 'prj_abc123',
  })
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(99.92)
  expect(await api.run(started.run_id)).toMatchObject({ status: 'pending' })
  await api.world.clock.advance({ until: started.run_id })
  const run = await api.run(started.run_id)
  expect(run).toMatchObject({ status: 'completed', charged_cost: 0.08, outputs: [{ type: 'imageUrl' }] })
  const { generations } = await api.generations()
  expect(generations[0]).toMatchObject({
    run_id: started.run_id,
    model: { model_id: 'google/nano-banana-2' },
  })
  const picture = await api.emulator.fetch(run.outputs?.[0]?.url ?? '')
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
})

test('the model decides the type of the output', async () => {
  const api = await startApi()
  const { models } = await api.get<GatewayModelList>('/gateway/models')
  await api.world.workspaces.setBalance('ws_abc123', 1000)
  for (const { model_id: model, type, params } of models) {
    const required = params
      .filter((param) => param.required === true)
      .map(({ name }) => [name, 'https://a.b'])
    const run = await finish(api, { model, params: Object.fromEntries(required) })
    const [output] = run.outputs ?? []
    expect([model, output?.type]).toEqual([model, type === 'text' ? 'text' : `${type}Url`])
  }
})

test('without a project, the run gets a new one that is named after the prompt', async () => {
  const api = await startApi()
  const { project_id: id, run_id: runId } = await start(api, { project_id: undefined })
  expect(await api.get<Project>(`/projects/${id ?? ''}`)).toMatchObject({
    name: BODY.prompt,
    workspace_id: 'ws_abc123',
    origin: 'api',
  })
  expect((await api.generations(`?project_id=${id ?? ''}`)).generations.map((run) => run.run_id)).toEqual([
    runId,
  ])
})

test('the canvas of the project gets a node, which runs again', async () => {
  const api = await startApi()
  await finish(api)
  const path = '/workspaces/ws_abc123/projects/prj_abc123'
  const graph = await api.get<{ nodes: { id: string; model: string | null }[] }>(`${path}/graph`)
  const node = graph.nodes.find(({ model }) => model === 'Nano Banana 2')
  const { status, body } = await api.call<{ started: object[] }>(`${path}/nodes/run`, {
    method: 'POST',
    json: { node_ids: [node?.id] },
  })
  expect([status, JSON.stringify(body)]).toEqual([201, expect.stringContaining('google/nano-banana-2')])
  const json = { update: [{ id: node?.id, params: { aspect_ratio: '3:2' } }] }
  const refused = await api.refusal(`${path}/canvas/changeset`, { method: 'POST', json })
  expect(refused.error.message).toContain('Must be one of: 1:1, 4:3')
})

describe('a request is refused', () => {
  test.each([
    [{ model: 't2i-flux-2-pro' }, 400, 'model'],
    [{ model: 'google/nope' }, 400, 'model'],
    [{ model: '__proto__' }, 400, 'model'],
    [{ model: '' }, 400, 'model'],
    [{ model: undefined }, 400, 'model'],
    [{ model: 5 }, 400, 'model'],
    [{ prompt: '' }, 400, 'prompt'],
    [{ prompt: undefined }, 400, 'prompt'],
    [{ prompt: ['a'] }, 400, 'prompt'],
    [{ workspace_id: undefined }, 400, 'workspace_id'],
    [{ workspace_id: 'abc' }, 400, 'workspace_id'],
    [{ workspace_id: 'ws_nope' }, 404, null],
    [{ workspace_id: 'ws_nope', project_id: undefined }, 404, null],
    [{ workspace_id: 'ws_nope', project_id: undefined, model: 'a/b' }, 404, null],
    [{ project_id: 'nope' }, 400, 'project_id'],
    [{ project_id: null }, 400, 'project_id'],
    [{ project_id: 'prj_nope' }, 404, null],
    [{ project_id: 'prj_empty' }, 400, 'project_id'],
    [{ params: [] }, 400, 'params'],
    [{ params: 'x' }, 400, 'params'],
    [{ callback_url: 'nope' }, 400, 'callback_url'],
    [{ workspace_id: 'ws_empty', project_id: 'prj_empty' }, 402, null],
    [{ workspace_id: 'ws_empty', project_id: undefined }, 402, null],
  ])('%j', async (changes, status, field) => {
    const api = await startApi()
    const before = await api.world.snapshot()
    const refused = await api.refusal(PATH, { method: 'POST', json: { ...BODY, ...changes } })
    expect([refused.status, refused.error.fields?.[0]?.field ?? null]).toEqual([status, field])
    expect(await api.world.snapshot()).toEqual(before)
  })

  test('with a message that lists the models of the gateway', async () => {
    const api = await startApi()
    const { error } = await api.refusal(PATH, { method: 'POST', json: { ...BODY, model: 'a/b' } })
    expect(error.message).toMatch(/^Model "a\/b" is not available\. Available gateway models: google\/nano/)
  })
})

test('canonical ids are for the gateway alone', async () => {
  const api = await startApi()
  const json = { ...MUG, model: 'google/nano-banana-2' }
  expect((await api.refusal('/generate', { method: 'POST', json })).status).toBe(400)
})

test('a run without a required parameter is accepted, fails and is refunded', async () => {
  const api = await startApi()
  expect(await finish(api, { model: 'topaz/image-upscaler' })).toMatchObject({
    status: 'failed',
    error_code: 'GENERATION_INPUT_VALIDATION',
    error_message: 'Field required (image_url)',
  })
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(100)
  const prompt = 'x [[fail:GENERATION_NO_RESULT]]'
  const failed = await finish(api, { model: 'topaz/image-upscaler', prompt })
  expect(failed.error_code).toBe('GENERATION_NO_RESULT')
})

test('an idempotency key starts one run, in a new project too', async () => {
  const api = await startApi()
  for (const project of [BODY.project_id, undefined]) {
    const json = { ...BODY, project_id: project }
    const headers = { 'idempotency-key': 'once' }
    await api.post(PATH, json, headers)
    const { status, error } = await api.refusal(PATH, { method: 'POST', json, headers })
    expect([status, error.code]).toEqual([409, 'idempotency_duplicate'])
  }
  expect((await api.generations()).generations).toHaveLength(3)
  expect((await api.world.projects()).filter(({ origin }) => origin === 'api')).toHaveLength(1)
})

test('rules match by operation, by model and by the type of the model', async () => {
  const api = await startApi()
  const matches = [
    { operation: 'startGatewayGeneration' },
    { model: 'google/*' },
    { type: 'image', path: '/gateway/*' },
  ] as const
  const effect = { error: { status: 500 } }
  for (const match of matches) {
    await api.world.rules.add({ match, times: 1, effect })
    const { status } = await api.refusal(PATH, { method: 'POST', json: BODY })
    expect([match, status]).toEqual([match, 500])
  }
  await api.world.rules.add({ match: { type: 'video' }, effect })
  await start(api)
  const { requests } = await api.world.requests.list({ operation: 'startGatewayGeneration' })
  expect(requests.map(({ status }) => status)).toEqual([201, 500, 500, 500])
})

test('the end of a run is announced', async () => {
  const api = await startApi()
  const inbox = api.world.inbox('shop')
  const { run_id: id } = await start(api, { callback_url: inbox.url })
  await api.world.clock.advance({ until: id })
  const messages = await inbox.list()
  expect(messages).toHaveLength(1)
  expect(JSON.stringify(messages)).toContain(id)
})

test('a viewer may list models, and start nothing', async () => {
  const api = (await startApi()).as('sk_live_viewer')
  expect((await api.get<GatewayModelList>('/gateway/models')).models.length).toBeGreaterThan(0)
  expect((await api.refusal(PATH, { method: 'POST', json: BODY })).status).toBe(403)
})
