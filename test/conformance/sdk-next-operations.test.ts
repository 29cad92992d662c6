/** The operations that SDK 0.12 adds, called as it calls them. */
import { describe, expect, test } from 'vitest'
import { failureOf, startFern } from '../support/conformance/fern-session.ts'
import { expectDocumented } from '../support/documented.ts'
import { SCENE } from '../support/techniques.ts'

const HOME = { workspace_id: 'ws_abc123' }

describe('the operations that SDK 0.12 adds', () => {
  interface GatewayModels {
    readonly models: readonly { readonly model_id: string; readonly type: string }[]
  }
  interface Started {
    readonly run_id: string
    readonly poll_url: string
    readonly project_id: string
  }

  test('a model of the gateway generates, in a new project', async () => {
    const { client, world } = await startFern()
    const { models } = await client.request<GatewayModels>({
      path: '/gateway/models',
      query: { type: 'image' },
    })
    expectDocumented('GET', '/gateway/models', 200, { models })
    expect(models.map(({ type }) => type)).toEqual(models.map(() => 'image'))
    const body = { ...HOME, model: models[0]?.model_id, prompt: 'a mug', params: { image_urls: [] } }
    const started = await client.request<Started>({ method: 'POST', path: '/gateway/generate', body })
    expectDocumented('POST', '/gateway/generate', 201, started)
    await world.clock.advance({ until: started.run_id })
    expect(await client.request({ path: `/runs/${started.run_id}` })).toMatchObject({ status: 'completed' })
    expect(await client.request({ path: `/projects/${started.project_id}` })).toMatchObject({ name: 'a mug' })
  })

  test('a technique is created, read, and run through its slug', async () => {
    const { client, world } = await startFern()
    const created = await client.request<{ technique_id: string; slug: string; run_cost: number }>({
      method: 'POST',
      path: '/techniques',
      body: SCENE,
    })
    expectDocumented('POST', '/techniques', 201, created)
    const technique = await client.request<{ run_cost: number }>({
      path: `/techniques/${created.technique_id}`,
    })
    expect(technique.run_cost).toBe(created.run_cost)
    const path = `/techniques/${created.slug}/runs`
    const body = { mode: 'async', inputs: [{ id: 'scene', type: 'text', value: 'a harbour' }] }
    const { run_id: run } = await client.request<Started>({ method: 'POST', path, body })
    await world.clock.advance({ until: run })
    expect(await client.request({ path: `${path}/${run}` })).toMatchObject({
      status: 'completed',
      charged_cost: created.run_cost,
    })
  })

  test.each([
    ['/gateway/generate', { ...HOME, model: 't2i-flux-2-pro', prompt: 'a mug' }, 'model'],
    ['/techniques', { ...SCENE, outputs: [] }, 'outputs'],
  ])('%s reports what is wrong at once', async (path, body, field) => {
    const { client, slept } = await startFern()
    const error = await failureOf(client.request({ method: 'POST', path, body }))
    expect(error).toMatchObject({ statusCode: 400, body: { error: { fields: [{ field }] } } })
    expect(slept).toEqual([])
  })

  test('a repeated idempotency key is refused', async () => {
    const { client } = await startFern()
    const headers = { 'idempotency-key': 'once' }
    const generation = { ...HOME, model: 'google/nano-banana-2', prompt: 'a mug' }
    for (const [path, body] of [
      ['/gateway/generate', generation] as const,
      ['/techniques', SCENE] as const,
    ]) {
      await client.request({ method: 'POST', path, body, headers })
      const error = await failureOf(client.request({ method: 'POST', path, body, headers }))
      expect(error).toMatchObject({ statusCode: 409, body: { error: { code: 'idempotency_duplicate' } } })
    }
  })
})
