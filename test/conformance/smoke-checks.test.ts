/**
 * The checks that FLORA ran against production in May 2026, rewritten: `checks/` of flora-typescript at commit 0c7db44.
 * The SDK of that commit has camelCase names, which SDK 0.3 replaced.
 */
import { readFileSync } from 'node:fs'
import { Flora } from 'flora-sdk-0.3'
import type { RunCreateParams } from 'flora-sdk-0.3/resources/techniques/runs'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'
import { describeSuite } from '../support/conformance/score.ts'

/** Members of a reservation's `upload`. */
interface UploadNames {
  readonly fields: 'formFields' | 'form_fields'
  readonly file: 'fileField' | 'file_field'
}

const AS_PUBLISHED = { fields: 'formFields', file: 'fileField' } as const
const SINCE_SDK_0_3 = { fields: 'form_fields', file: 'file_field' } as const

const TECHNIQUE = 'cctv-cam'

/** Each poll moves the clock, so that no check waits. */
async function liveClient(): Promise<Flora> {
  const { emulator, apiKey } = await startApi({ clock: 'auto' })
  expectGoodClient(emulator)
  return new Flora({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch: emulator.fetch })
}

/** The checks send bodies that the types forbid. */
const EMPTY = {} as never

async function expectStatus(request: PromiseLike<unknown>, allowed: readonly number[]): Promise<void> {
  const error: unknown = await Promise.resolve(request).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Flora.APIError)
  expect(allowed).toContain((error as InstanceType<typeof Flora.APIError>).status)
}

const firstWorkspace = async (client: Flora) => {
  const [workspace] = (await client.workspaces.list()).workspaces
  return { id: workspace?.workspace_id ?? '', name: workspace?.name ?? '' }
}

const CHECKS: Readonly<Record<string, (client: Flora) => Promise<void>>> = {
  'lists assets': async (client) => {
    const { assets } = await client.assets.list({ limit: 1 })
    expect(assets.map((asset) => typeof asset.asset_id)).toEqual(['string'])
  },
  'retrieves an asset': async (client) => {
    const id = (await client.assets.list({ limit: 1 })).assets[0]?.asset_id ?? ''
    expect((await client.assets.retrieve(id)).asset_id).toBe(id)
  },
  'rejects invalid asset mutations': async (client) => {
    await expectStatus(client.assets.create(EMPTY), [400, 422])
    await expectStatus(client.assets.complete('asset_checkly_missing'), [404, 422])
    await expectStatus(client.assets.retry('asset_checkly_missing'), [404, 422])
  },
  'rejects invalid feedback': async (client) => expectStatus(client.feedback.record(EMPTY), [400, 422]),
  'lists image models': async (client) => {
    const { models } = await client.models.list({ type: 'image' })
    expect(models.length).toBeGreaterThan(0)
    expect(new Set(models.map(({ type }) => type))).toEqual(new Set(['image']))
  },
  'lists text models': async (client) => {
    const { models } = await client.models.list({ type: 'text' })
    expect(new Set(models.map(({ type }) => type))).toEqual(new Set(['text']))
  },
  'lists projects': async (client) => {
    const { id } = await firstWorkspace(client)
    const { projects } = await client.projects.list({ limit: 1, workspace_id: id })
    expect(projects.map((project) => project.workspace_id)).toEqual([id])
  },
  'retrieves a project and lists its nodes': async (client) => {
    const { id } = await firstWorkspace(client)
    const [found] = (await client.projects.list({ limit: 1, workspace_id: id })).projects
    const project = await client.projects.retrieve(found?.project_id ?? '')
    expect(project).toMatchObject({ project_id: found?.project_id, workspace_id: id })
    const page = await client.projects.listNodes(project.project_id, { limit: 1 })
    expect(page.nodes).toBeInstanceOf(Array)
  },
  'rejects invalid generation runs': async (client) =>
    expectStatus(client.runs.startGeneration(EMPTY), [400, 422]),
  'rejects invalid technique runs': async (client) =>
    expectStatus(client.runs.startTechnique(EMPTY), [400, 422]),
  'retrieves the cctv-cam technique': async (client) => {
    expect(await client.techniques.retrieve(TECHNIQUE)).toMatchObject({
      technique_id: expect.any(String),
      name: expect.any(String),
      inputs: expect.any(Array),
      outputs: expect.any(Array),
    })
  },
  'uploads an asset and runs it through the cctv-cam technique': async (client) =>
    runTechnique(client, AS_PUBLISHED),
  'lists workspaces': async (client) => {
    expect((await client.workspaces.list()).workspaces.length).toBeGreaterThan(0)
  },
  'names the first workspace': async (client) => {
    expect((await firstWorkspace(client)).name).not.toBe('')
  },
}

describeSuite(
  'live smoke checks',
  Object.entries(CHECKS).map(([name, check]) => ({ name, run: async () => check(await liveClient()) })),
)

test('the check of cctv-cam succeeds with the names since SDK 0.3 too', async () => {
  await runTechnique(await liveClient(), SINCE_SDK_0_3)
})

/** The published check fetches its picture from the internet; this one reads a file. */
async function runTechnique(client: Flora, names: UploadNames): Promise<void> {
  const { id: workspace } = await firstWorkspace(client)
  const technique = await client.techniques.retrieve(TECHNIQUE)
  const url = await uploaded(client, workspace, names)
  const inputs = technique.inputs.flatMap(({ id, type }): RunCreateParams.Input[] => {
    if (type === 'imageUrl') return [{ id, type, value: url }]
    return type === 'text' ? [{ id, type, value: 'Smoke test' }] : []
  })
  const { run_id: id } = await client.techniques.runs.create(TECHNIQUE, { mode: 'async', inputs })
  const poll = async () => client.techniques.runs.retrieve(id, { techniqueId: TECHNIQUE })
  let run = await poll()
  while (run.status !== 'completed' && run.status !== 'failed') run = await poll()
  expect(run.status).toBe('completed')
  // Slug-based runs have both spellings.
  expect(run.outputs).toEqual(
    expect.arrayContaining([expect.objectContaining({ outputId: expect.any(String) })]),
  )
}

async function uploaded(client: Flora, workspace: string, names: UploadNames): Promise<string> {
  const reserved = await client.assets.create({
    source: 'signed-url',
    workspace_id: workspace,
    content_type: 'image/png',
    file_name: 'ceramic-mug.png',
  })
  const upload: Readonly<Record<string, unknown>> = { ...reserved.upload }
  const body = new FormData()
  for (const [key, value] of Object.entries(upload[names.fields] as object)) body.append(key, String(value))
  const file = new Blob([readFileSync('fixtures/ceramic-mug.png')], { type: 'image/png' })
  body.append(String(upload[names.file]), file, 'ceramic-mug.png')
  const sent = await fetch(String(upload['url']), { method: String(upload['method']), body })
  expect(sent.ok).toBe(true)
  await client.assets.complete(reserved.asset_id)
  return (await client.assets.retrieve(reserved.asset_id)).url ?? ''
}
