import { expect, test } from 'vitest'
import { startEmulator } from '../../../src/index.ts'
import type { Technique, TechniquePage } from '../../../src/schemas/techniques/technique.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { changeFixture, type FixtureRow } from '../../support/fixtures.ts'

const slugs = ({ techniques }: TechniquePage) => techniques.map(({ slug }) => slug)
const search = async (api: TestApi, text: string) =>
  slugs(await api.get<TechniquePage>(`/techniques?query=${encodeURIComponent(text)}`))

test('a technique is read by its id and by its slug', async () => {
  const api = await startApi()
  const technique = await api.get<Technique>('/techniques/cctv-cam')
  expect(technique).toEqual({
    technique_id: 'tech_cctv-cam',
    slug: 'cctv-cam',
    name: 'CCTV Cam',
    description: 'Re-shoots a face as security-camera footage.',
    run_cost: 0.05,
    inputs: [{ id: 'input_image', name: 'Input Image', type: 'imageUrl' }],
    outputs: [{ id: 'output_image', name: 'Output Image', type: 'imageUrl' }],
  })
  expect(await api.get('/techniques/tech_cctv-cam')).toEqual(technique)
})

test('the techniques of the documentation exist', async () => {
  const api = await startApi()
  expect(await api.get('/techniques/portrait-enhancer')).toMatchObject({
    run_cost: 0.05,
    inputs: [{ id: 'input_image', type: 'imageUrl' }],
    outputs: [{ id: 'output_image', type: 'imageUrl' }],
  })
  const { inputs } = await api.get<Technique>('/techniques/thumbnail-v3')
  expect(inputs.slice(0, 3).map(({ id, type }) => [id, type])).toEqual([
    ['headline', 'text'],
    ['reference_0', 'imageUrl'],
    ['reference_1', 'imageUrl'],
  ])
  expect((await api.get<Technique>('/techniques/tech_abcd1234')).outputs[0]?.type).toBe('text')
})

test('an unknown technique is answered 404', async () => {
  const api = await startApi()
  for (const name of ['nope', 'tech_nope', 'constructor', '__proto__', '%F0%9F%8F%94', 'a%2Fb']) {
    expect((await api.refusal(`/techniques/${name}`)).status, name).toBe(404)
  }
})

test('the list is sorted by name, with an exact total', async () => {
  const api = await startApi()
  const page = await api.get<TechniquePage>('/techniques?limit=100')
  const names = page.techniques.map(({ name }) => name.toLowerCase())
  expect(names).toEqual(names.toSorted())
  expect(page.techniques.length).toBeGreaterThanOrEqual(18)
  expect(page.meta).toEqual({ next_cursor: null, total_estimate: page.techniques.length })
  expect(await api.get('/techniques?limit=100&workspace_id=ws_empty')).toEqual(page)
})

test('the list pages without repeating or missing a row', async () => {
  const api = await startApi()
  const all = await api.get<TechniquePage>('/techniques?limit=100')
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: TechniquePage = await api.get<TechniquePage>(`/techniques?limit=7&cursor=${cursor}`)
    seen.push(...slugs(page))
    expect(page.meta.total_estimate).toBe(all.techniques.length)
    cursor = page.meta.next_cursor
  }
  expect(seen).toEqual(slugs(all))
})

test('a search matches name, description and slug without regard to case, over all pages', async () => {
  const api = await startApi()
  expect(await search(api, 'cctv')).toEqual(['cctv-cam'])
  expect(await search(api, 'SEGMENT mapper')).toEqual(['color-mapping'])
  expect(await search(api, 'color-mapp')).toEqual(['color-mapping'])
  expect(await search(api, 'Security-Camera')).toEqual(['cctv-cam'])
  expect(await search(api, '%')).toEqual([])
  const first = await api.get<TechniquePage>('/techniques?query=product&limit=1')
  expect(first.meta.total_estimate).toBe(2)
  const next = `/techniques?query=product&limit=1&cursor=${first.meta.next_cursor}`
  const second = await api.get<TechniquePage>(next)
  expect([...slugs(first), ...slugs(second)]).toEqual(['product-motion', 'studio-shot'])
  expect(second.meta.next_cursor).toBeNull()
})

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['workspace_id=abc', 'workspace_id'],
  ['cursor=x', 'cursor'],
])('the query %s is refused', async (query, field) => {
  const { status, error } = await (await startApi()).refusal(`/techniques?${query}`)
  expect(status).toBe(400)
  expect(error.fields?.map((problem) => problem.field)).toEqual([field])
})

test('a cursor of another list is refused', async () => {
  const api = await startApi()
  const { next_cursor: cursor } = (await api.get<TechniquePage>('/techniques?limit=1')).meta
  expect((await api.refusal(`/generations?cursor=${cursor}`)).status).toBe(400)
})

test('techniques.json in --fixtures replaces the shipped one', async () => {
  const fixtures = changeFixture('techniques.json', (rows) => rows.splice(1))
  const api = await startApi({ fixtures })
  expect(slugs(await api.get<TechniquePage>('/techniques'))).toEqual(['art-directors-critique'])
})

test.each<[string, (first: FixtureRow, rows: FixtureRow[]) => unknown, RegExp]>([
  ['an unknown member', (first) => (first['wrong'] = 1), /techniques\.json: 0\.wrong: Unrecognized key/],
  ['no name', (first) => delete first['name'], /0\.name: Required/],
  ['a slug with a slash', (first) => (first['slug'] = 'a/b'), /0\.slug: Invalid/],
  ['no output', (first) => (first.outputs = []), /0\.outputs: Array must contain at least 1/],
  ['steps of 0', (first) => (first['steps'] = 0), /0\.steps: Number must be greater than or equal to 1/],
  [
    'an unknown output type',
    (first) => Object.assign(first.outputs[0] ?? {}, { type: 'image' }),
    /0\.outputs\.0\.type: Invalid enum value/,
  ],
  [
    'an unknown input type',
    (first) => Object.assign(first.inputs[0] ?? {}, { type: 'image' }),
    /0\.inputs\.0\.type/,
  ],
  ['an input twice', (first) => first.inputs.push(...first.inputs), /input input_image appears twice/],
  [
    'a slug twice',
    (first, rows) => rows.push({ ...first, technique_id: 'tech_x' }),
    /critique appears twice/,
  ],
  [
    'a slug that is another’s id',
    (first, rows) => rows.push({ ...first, technique_id: 'tech_x', slug: String(first['technique_id']) }),
    /tech_art-directors-critique appears twice/,
  ],
])('a techniques.json with %s is refused at the start', async (_what, spoil, reason) => {
  const fixtures = changeFixture('techniques.json', (rows) => spoil(rows[0] as FixtureRow, rows))
  await expect(startEmulator({ fixtures })).rejects.toThrow(reason)
})
