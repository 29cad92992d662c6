import { describe, expect, test } from 'vitest'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import { MUG, START, startApi } from '../../support/api.ts'

describe('POST /generate', () => {
  test('answers 201 with the members of the documented example, in its order', async () => {
    const api = await startApi()
    const started = await api.generate({ model: 't2i-flux-2-pro' })
    expect(started).toEqual({
      run_id: expect.stringMatching(/^run_[0-9a-hjkmnp-tv-z]{32}$/),
      type: 'generation',
      estimated_seconds: 12,
      charged_cost: 0.04,
      poll_url: `${api.emulator.baseUrl}/runs/${started.run_id}`,
      model: { model_id: 't2i-flux-2-pro' },
      project_id: 'prj_abc123',
      node_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const documentedOrder = 'run_id type estimated_seconds charged_cost poll_url model project_id'.split(' ')
    expect(Object.keys(started)).toEqual([...documentedOrder, 'node_id'])
  })

  test.each([
    ['image', 't2i-flux-2-pro'],
    ['video', 't2v-seedance-1.5-pro'],
    ['audio', 't2a-elevenlabs-tts'],
    ['text', 'i2t-gemini-3-flash'],
  ])('without a model takes the first %s model of the catalogue', async (type, first) => {
    const api = await startApi()
    expect((await api.generate({ type })).model).toEqual({ model_id: first })
    expect((await api.get<ModelList>(`/models?type=${type}`)).models[0]?.model_id).toBe(first)
  })

  test('POST /runs/generation starts a generation under the old path', async () => {
    const api = await startApi()
    const started = await api.post<RunStart>('/runs/generation', MUG)
    expect((await api.run(started.run_id)).status).toBe('pending')
  })

  test.each(['no-such-model', 't2v-kling-2.6'])(
    'refuses the model %s for images with a list of the available ones',
    async (model) => {
      const api = await startApi()
      const { status, error } = await api.refusal('/generate', { method: 'POST', json: { ...MUG, model } })
      expect(status).toBe(400)
      expect(error.code).toBe('input_validation_error')
      expect(error.message).toMatch(
        `Model "${model}" is not available. Available image models: t2i-flux-2-pro, `,
      )
      expect(error.message).not.toContain('t2v-seedance')
      expect(error.fields).toMatchObject([{ field: 'model', message: error.message }])
    },
  )

  test('refuses a project of another workspace', async () => {
    const api = await startApi()
    const json = { ...MUG, project_id: 'prj_empty' }
    const { status, error } = await api.refusal('/generate', { method: 'POST', json })
    expect(status).toBe(400)
    expect(error.message).toBe('Project does not belong to the specified workspace.')
  })

  test.each([{ project_id: 'prj_nope' }, { workspace_id: 'ws_nope' }])(
    'answers 404 for unknown %o',
    async (changes) => {
      const api = await startApi()
      const { status, error } = await api.refusal('/generate', {
        method: 'POST',
        json: { ...MUG, ...changes },
      })
      expect(status).toBe(404)
      expect(error).toEqual({ code: 'not_found', message: 'Not found.' })
    },
  )

  test('answers 402 when the workspace cannot pay, and creates nothing', async () => {
    const api = await startApi()
    const json = { ...MUG, workspace_id: 'ws_empty', project_id: 'prj_empty' }
    const { status, error } = await api.refusal('/generate', { method: 'POST', json })
    expect(status).toBe(402)
    expect(error).toEqual({ code: 'insufficient_credits', message: 'Insufficient credits.' })
    expect((await api.generations('?workspace_id=ws_empty')).generations).toEqual([])
  })

  test('accepts unknown params and members', async () => {
    const api = await startApi()
    const started = await api.generate({ params: { aspect_ratio: 'banana_9_9', x: [1] }, skill: 'x' })
    expect(started.charged_cost).toBe(0.04)
  })

  test('--strict refuses unknown members and callbacks that are not public https', async () => {
    const local = { ...MUG, skill: 'x', callback_url: 'http://127.0.0.1:9/hook', params: { any: 1 } }
    const strict = await startApi({ strict: true })
    const { status, error } = await strict.refusal('/generate', { method: 'POST', json: local })
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([
      { field: 'skill', message: 'Unrecognized key' },
      { field: 'callback_url', message: 'Must be an https URL with a public host' },
    ])
    const lenient = await startApi()
    expect((await lenient.generate(local)).type).toBe('generation')
  })
})

describe('GET /runs/{runId}', () => {
  test('goes through pending, running and completed as time passes', async () => {
    const api = await startApi()
    const { run_id: id, poll_url } = await api.generate()
    const common = { run_id: id, created_at: START, poll_url }

    expect(await api.run(id)).toEqual({ ...common, status: 'pending', progress: 0 })

    await api.world.clock.advance({ seconds: 6 })
    const running = await api.run(id)
    expect(running).toMatchObject({ ...common, status: 'running', started_at: expect.any(Number) })
    expect(running.progress).toBeGreaterThan(30)
    expect(running.progress).toBeLessThan(60)

    await api.world.clock.advance({ seconds: 6 })
    expect(await api.run(id)).toEqual({
      ...common,
      status: 'completed',
      progress: 100,
      started_at: running.started_at,
      completed_at: START + 12_000,
      charged_cost: 0.04,
      outputs: [
        {
          output_id: 'output_1',
          type: 'imageUrl',
          url: `${api.emulator.url}/media/default/${id}/output_1.png`,
        },
      ],
    })
  })

  test('a failed run has progress 100 and an error, but neither outputs nor a cost', async () => {
    const api = await startApi()
    const { run_id: id } = await api.generate({ prompt: 'a mug [[fail:GENERATION_PROMPT_MODERATED]]' })
    await api.world.clock.advance({ seconds: 12 })
    const run = await api.run(id)
    expect(run).toMatchObject({
      status: 'failed',
      progress: 100,
      completed_at: START + 12_000,
      error_code: 'GENERATION_PROMPT_MODERATED',
      error_message: 'The prompt was rejected by moderation.',
    })
    expect(run).not.toHaveProperty('outputs')
    expect(run).not.toHaveProperty('charged_cost')
  })

  test('a text run carries its text, which mentions the prompt', async () => {
    const api = await startApi({ durationScale: 0 })
    const { run_id: id } = await api.generate({ type: 'text' })
    const output = (await api.run(id)).outputs?.[0]
    expect(output?.type).toBe('text')
    expect(output?.url).toContain(MUG.prompt)
  })

  test('answers 404 for an unknown run and 400 for an invalid run id', async () => {
    const api = await startApi()
    expect((await api.refusal('/runs/run_nope')).status).toBe(404)
    const { status, error } = await api.refusal('/runs/xyz')
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field: 'runId', message: 'Must be an id that starts with "run_"' }])
  })

  test('serves the documented sample run', async () => {
    const api = await startApi()
    expect(await api.run('run_abc123')).toMatchObject({ status: 'completed', charged_cost: 0.04 })
  })

  test('URLs have the scheme and host of the request', async () => {
    const { emulator, apiKey } = await startApi()
    const response = await emulator.fetch('http://my.localhost:8080/api/v1/generate', {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(MUG),
    })
    expect(await response.json()).toMatchObject({
      poll_url: expect.stringMatching(/^http:\/\/my\.localhost:8080\/api\/v1\/runs\/run_/),
    })
  })
})

describe('GET /generations', () => {
  test('lists the newest first, with workspace, project and model', async () => {
    const api = await startApi()
    const first = await api.generate()
    const second = await api.generate()
    const { generations, meta } = await api.generations()
    expect(generations.map((row) => row.run_id)).toEqual([second.run_id, first.run_id, 'run_abc123'])
    expect(generations[0]).toMatchObject({
      generation_id: second.run_id,
      project_id: 'prj_abc123',
      workspace_id: 'ws_abc123',
      model: { model_id: 't2i-flux-2-pro' },
      status: 'pending',
    })
    expect(meta).toEqual({ next_cursor: null, total_estimate: 3 })
  })

  test('pages without repeating or missing a row while rows arrive, and counts exactly', async () => {
    const api = await startApi()
    for (let count = 0; count < 4; count += 1) await api.generate()
    const first = await api.generations('?limit=2')
    expect(first.meta.total_estimate).toBe(5)
    await api.generate()
    const second = await api.generations(`?limit=2&cursor=${first.meta.next_cursor}`)
    const third = await api.generations(`?limit=2&cursor=${second.meta.next_cursor}`)
    const seen = [first, second, third].flatMap((page) => page.generations.map((row) => row.run_id))
    expect(new Set(seen).size).toBe(5)
    expect(seen.at(-1)).toBe('run_abc123')
    expect(third.meta.next_cursor).toBeNull()
  })

  test('filters by workspace, project and status', async () => {
    const api = await startApi()
    await api.generate({ prompt: '[[duration:60]]' })
    await api.generate({ prompt: '[[duration:0]] [[fail:SERVER_ERROR]]' })
    const count = async (query: string) => (await api.generations(query)).generations.length
    expect(await count('?status=pending')).toBe(1)
    expect(await count('?status=running')).toBe(0)
    expect(await count('?status=completed')).toBe(1)
    expect(await count('?status=failed')).toBe(1)
    expect(await count('?workspace_id=ws_abc123&project_id=prj_abc123')).toBe(3)
    expect(await count('?workspace_id=ws_empty')).toBe(0)
    expect(await count('?workspace_id=ws_empty&project_id=prj_abc123')).toBe(0)
    expect((await api.generations('?status=failed')).meta.total_estimate).toBeNull()
    expect((await api.generations('?workspace_id=ws_empty&project_id=prj_abc123')).meta.total_estimate).toBe(
      0,
    )
  })

  test('treats empty query values, which the SDK sends for null, as absent', async () => {
    const api = await startApi()
    expect((await api.generations('?status=&limit=&cursor=&workspace_id=')).generations).toHaveLength(1)
  })
})
