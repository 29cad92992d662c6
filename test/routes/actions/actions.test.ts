import { FLORA } from '@flora-ai/flora'
import { describe, expect, test } from 'vitest'
import type { Action, ActionList } from '../../../src/schemas/actions/action.ts'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import { IMAGE, PLACE, ROTATE, SPLIT, VIDEO } from '../../support/actions.ts'
import { startApi, START, type TestApi } from '../../support/api.ts'

const start = (api: TestApi, body: object, headers = {}) => api.post<RunStart>('/runs/action', body, headers)

/** Starts a run and advances the clock to its end. Returns its outputs. */
async function outputsOf(api: TestApi, body: object) {
  const { run_id: id } = await start(api, body)
  await api.world.clock.advance({ seconds: 9 })
  return (await api.run(id)).outputs ?? []
}

describe('the catalogue', () => {
  test('lists 40 actions; each can be read by its id', async () => {
    const api = await startApi()
    const { actions } = await api.get<ActionList>('/actions')
    expect(actions).toHaveLength(40)
    for (const action of actions) expect(await api.get(`/actions/${action.action_id}`)).toEqual(action)
  })

  test('describes slots and params', async () => {
    const api = await startApi()
    expect(await api.get<Action>('/actions/concat-text-browser')).toMatchObject({
      name: 'Concat Text',
      language: 'javascript',
      charged_cost: 0,
      inputs: [{ name: 'text', type: 'text', dynamic: true, multiple: true }],
      outputs: [{ name: 'text', type: 'text' }],
    })
    const { params } = await api.get<Action>('/actions/rotate-image-browser')
    expect(params[0]).toEqual({
      key: 'angle',
      type: 'number',
      label: 'Angle (°, clockwise)',
      info_tooltip: 'Clockwise turn in degrees.',
      default_value: 90,
      min_number_value: 0,
      max_number_value: 360,
      number_step: 1,
    })
    expect(params[3]?.available_values?.[0]).toEqual({ value: 'none', label: 'None' })
  })

  test('the id of an older SDK returns the current action; an unknown id is 404', async () => {
    const api = await startApi()
    expect((await api.get<Action>('/actions/rotate-image')).action_id).toBe('rotate-image-browser')
    expect((await api.refusal('/actions/rotate')).status).toBe(404)
  })
})

describe('a run', () => {
  test('is free, takes nine seconds, and is listed among the generations', async () => {
    const api = await startApi()
    const started = await start(api, { ...ROTATE, params: { angle: 180 } })
    const poll_url = `${api.emulator.baseUrl}/runs/${started.run_id}`
    expect(started).toEqual({
      run_id: expect.stringMatching(/^run_\S+$/),
      type: 'action',
      estimated_seconds: 9,
      charged_cost: 0,
      poll_url,
      model: null,
      project_id: 'prj_abc123',
      action: { action_id: 'rotate-image-browser' },
    })
    await api.world.clock.advance({ seconds: 8 })
    expect((await api.run(started.run_id)).status).toBe('running')
    await api.world.clock.advance({ seconds: 1 })
    const run = await api.run(started.run_id)
    expect(run).toMatchObject({ status: 'completed', completed_at: START + 9_000, charged_cost: 0 })
    const { generations } = await api.generations('?limit=1')
    const listed = { ...run, generation_id: run.run_id, ...PLACE, model: { model_id: null } }
    expect(generations).toEqual([listed])
    const file = await api.emulator.fetch(run.outputs?.[0]?.url ?? '')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
  })

  test('costs nothing in a workspace without a balance', async () => {
    const api = await startApi()
    const started = await start(api, { ...ROTATE, workspace_id: 'ws_empty', project_id: 'prj_empty' })
    expect(started.charged_cost).toBe(0)
  })

  test('by the id of an older SDK is a run of the current action, and answers the older id', async () => {
    const api = await startApi()
    const { action, run_id: id } = await start(api, { ...ROTATE, action_id: 'flip-image' })
    expect(action).toEqual({ action_id: 'flip-image' })
    expect((await api.world.runs.get(id)).action).toEqual({ action_id: 'rotate-image-browser' })
    const copy = api.as('sk_test_copy')
    await copy.world.restore(await api.world.snapshot())
    await copy.world.clock.advance({ until: id })
    expect((await copy.run(id)).outputs).toHaveLength(1)
  })

  test('on texts splits, replaces and concatenates them', async () => {
    const api = await startApi()
    const text = (output_id: string, url: string) => ({ output_id, type: 'text', url })
    expect(await outputsOf(api, SPLIT)).toEqual([
      text('output_1', 'red'),
      text('output_2', 'green'),
      text('output_3', 'blue'),
    ])
    const { inputs } = SPLIT
    const replace = { ...SPLIT, action_id: 'find-and-replace-text', params: { find: 'RED', replace: 'pink' } }
    expect(await outputsOf(api, replace)).toEqual([text('output_1', 'pink, green, blue')])
    const two = [...inputs, { type: 'text', text: 'black' }]
    const concat = { ...SPLIT, action_id: 'concat-text', inputs: two, params: { separator: ' / ' } }
    expect(await outputsOf(api, concat)).toEqual([text('output_1', 'red, green, blue / black')])
    const gone = { ...SPLIT, action_id: 'find-and-replace-text', params: { find: 'red, green, blue' } }
    expect(await outputsOf(api, gone)).toEqual([])
  })

  test.each([
    ['duplicate-image-browser', { count: 3 }, [IMAGE], ['imageUrl', 'imageUrl', 'imageUrl']],
    ['split-video', {}, [VIDEO], ['videoUrl', 'videoUrl', 'videoUrl']],
    ['extract-video-frames', { mode: 'single' }, [VIDEO], ['imageUrl']],
    ['extract-video-frames', { frame_count: 2.5 }, [VIDEO], ['imageUrl', 'imageUrl']],
    ['split-audio-from-video', {}, [VIDEO], ['videoUrl', 'audioUrl']],
    ['merge-audio-into-video', {}, [{ ...VIDEO, type: 'audio' }, VIDEO], ['videoUrl']],
    ['qr-code-generator-browser', {}, [{ type: 'text', text: 'hi' }], ['imageUrl']],
    ['ken-burns-video', { fps: '24' }, [IMAGE], ['videoUrl']],
  ])('of %s with %j has an output for each slot', async (action_id, params, inputs, types) => {
    const api = await startApi()
    const outputs = await outputsOf(api, { ...PLACE, action_id, params, inputs })
    expect(outputs.map(({ type }) => type)).toEqual(types)
    expect(new Set(outputs.map(({ url }) => url)).size).toBe(types.length)
  })

  test('fails with the code of a directive', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api, SPLIT, { 'x-flora-emulator': 'fail:GENERATION_INVALID_URL' })
    await api.world.clock.advance({ seconds: 9 })
    expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'GENERATION_INVALID_URL' })
  })

  test('has the same texts after a snapshot is restored', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api, SPLIT)
    await api.as('sk_test_copy').world.restore(await api.world.snapshot())
    const copy = api.as('sk_test_copy')
    await copy.world.clock.advance({ seconds: 9 })
    expect((await copy.run(id)).outputs?.map(({ url }) => url)).toEqual(['red', 'green', 'blue'])
  })
})

test('SDK 0.11 lists, reads and runs actions', async () => {
  const api = await startApi()
  const { baseUrl: baseURL, fetch } = api.emulator
  const client = new FLORA({ baseURL, apiKey: api.apiKey, fetch, maxRetries: 0 })
  const { actions } = await client.actions.list()
  expect(await client.actions.retrieve('split-text-browser')).toEqual(
    actions.find((action) => action.action_id === 'split-text-browser'),
  )
  const started = await client.actions.run({
    ...PLACE,
    action_id: 'split-text-browser',
    inputs: [{ type: 'text', text: 'a-b' }],
    params: { split_mode: 'separator', separator: '-' },
  })
  expect(started.action?.action_id).toBe('split-text-browser')
  await api.world.clock.advance({ until: 'idle' })
  const run = await client.generations.retrieve(started.run_id)
  expect(run.outputs?.map(({ url }) => url)).toEqual(['a', 'b'])
})
