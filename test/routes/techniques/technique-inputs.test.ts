import { describe, expect, test } from 'vitest'
import type { TechniqueRunPage } from '../../../src/schemas/techniques/technique-run.ts'
import { startApi, type TestApi } from '../../support/api.ts'

const PHOTO = 'https://example.com/photo.png'
const image = (value: unknown = PHOTO) => ({ id: 'input_image', type: 'imageUrl', value })
const text = (id: string, value: unknown) => ({ id, type: 'text', value })

/** Sends a request that must be refused and create nothing. Returns the fields and their messages. */
async function refused(api: TestApi, path: string, json: unknown) {
  const { status, error } = await api.refusal(path, { method: 'POST', json })
  expect(status).toBe(400)
  expect(error.code).toBe('input_validation_error')
  expect(
    (await api.get<TechniqueRunPage>('/technique-runs?workspace_id=ws_abc123')).meta.total_estimate,
  ).toBe(0)
  return error.fields?.map(({ field, message }) => [field, message])
}

describe('inputs as a list', () => {
  const bySlug = async (slug: string, inputs: unknown) =>
    refused(await startApi(), `/techniques/${slug}/runs`, { inputs, mode: 'async' })

  test.each<[string, unknown, string, [string, string][]]>([
    ['none', [], 'cctv-cam', [['inputs', 'Array must contain at least 1 element(s)']]],
    ['an object', { input_image: PHOTO }, 'cctv-cam', [['inputs', 'Expected array, received object']]],
    ['null', null, 'cctv-cam', [['inputs', 'Expected array, received null']]],
    ['a text as item', [PHOTO], 'cctv-cam', [['inputs.0', 'Expected object, received string']]],
    [
      'an empty item',
      [{}],
      'cctv-cam',
      [
        ['inputs.0.id', 'Required'],
        ['inputs.0.type', 'Required'],
        ['inputs.0.value', 'Required'],
      ],
    ],
    ['a number', [image(7)], 'cctv-cam', [['inputs.0.value', 'Expected string, received number']]],
    ['a list', [image([PHOTO])], 'cctv-cam', [['inputs.0.value', 'Expected string, received array']]],
    [
      'an unknown input and so not the required one',
      [{ ...image(), id: 'photo' }],
      'cctv-cam',
      [
        ['inputs.0.id', "Unknown input 'photo'. Expected 'input_image'"],
        ['inputs.input_image', 'Required'],
      ],
    ],
    [
      'a prototype name',
      [image(), { ...image(), id: '__proto__' }],
      'cctv-cam',
      [['inputs.1.id', "Unknown input '__proto__'. Expected 'input_image'"]],
    ],
    [
      'another type',
      [{ ...image(), type: 'VIDEO_URL' }],
      'cctv-cam',
      [['inputs.0.type', "Expected 'imageUrl', received 'videoUrl'"]],
    ],
    [
      'one input twice',
      [image(), image()],
      'cctv-cam',
      [['inputs.1.id', "Input 'input_image' takes one value"]],
    ],
    ['no URL', [image('photo.png')], 'cctv-cam', [['inputs.0.value', 'Invalid url']]],
    ['a data URL', [image('data:image/png;base64,AA==')], 'cctv-cam', [['inputs.0.value', 'Invalid url']]],
    [
      'an empty URL',
      [image('')],
      'cctv-cam',
      [['inputs.0.value', 'String must contain at least 1 character(s)']],
    ],
    [
      'an empty optional text',
      [text('tone', '')],
      'brand-copy',
      [['inputs.0.value', 'String must contain at least 1 character(s)']],
    ],
    ['one of two required inputs', [image()], 'auto-translate', [['inputs.target_language', 'Required']]],
    [
      'several wrong ones at once',
      [text('headline', ''), { id: 'reference_0', type: 'text', value: 'x' }, text('nope', 'x')],
      'thumbnail-v3',
      [
        ['inputs.0.value', 'String must contain at least 1 character(s)'],
        ['inputs.1.type', "Expected 'imageUrl', received 'text'"],
        [
          'inputs.2.id',
          "Unknown input 'nope'. Expected 'headline' | 'reference_0' | 'reference_1' | 'reference_2' | 'reference_3'",
        ],
      ],
    ],
  ])('%s is refused with field and reason', async (_what, inputs, slug, problems) => {
    expect(await bySlug(slug, inputs)).toEqual(problems)
  })

  test('an unknown spelling of a type, and an unknown mode, are refused', async () => {
    const json = { inputs: [{ ...image(), type: 'image' }], mode: 'sync' }
    const fields = await refused(await startApi(), '/techniques/cctv-cam/runs', json)
    expect(fields?.map(([field]) => field)).toEqual(['inputs.0.type', 'mode'])
  })

  test('an empty body is refused with every missing member', async () => {
    expect(await refused(await startApi(), '/techniques/cctv-cam/runs', {})).toEqual([
      ['inputs', 'Required'],
      ['mode', 'Required'],
    ])
  })

  test.each([
    ['', 'String must contain at least 1 character(s)'],
    ['k'.repeat(256), 'String must contain at most 255 character(s)'],
    [7, 'Expected string, received number'],
  ])('the idempotency key %j is refused', async (key, message) => {
    const json = { inputs: [image()], mode: 'async', idempotency_key: key }
    expect(await refused(await startApi(), '/techniques/cctv-cam/runs', json)).toEqual([
      ['idempotency_key', message],
    ])
  })

  test('an input that takes several values may be repeated', async () => {
    const api = await startApi()
    const inputs = Array.from({ length: 20 }, () => ({ ...image(), id: 'images' }))
    await api.post('/techniques/moodboard-maker/runs', { inputs, mode: 'async' })
  })

  test('an input for elements accepts the id of an element', async () => {
    const api = await startApi()
    const inputs = [{ id: 'product_image', type: 'imageUrl', value: 'element_1' }]
    await api.post('/techniques/product-motion/runs', { inputs, mode: 'async' })
  })

  test('ten thousand wrong inputs have a problem each', async () => {
    const inputs = Array.from({ length: 10_000 }, (_, index) => text(`i${index}`, 'x'))
    const fields = await bySlug('cctv-cam', inputs)
    expect(fields).toHaveLength(10_001)
  })
})

describe('inputs as an object', () => {
  const byId = async (technique: string, inputs: unknown) =>
    refused(await startApi(), '/runs/technique', {
      technique_id: `tech_${technique}`,
      workspace_id: 'ws_abc123',
      inputs,
    })

  test.each<[unknown, string, [string, string][]]>([
    [{}, 'cctv-cam', [['inputs.input_image', 'Required']]],
    [[image()], 'cctv-cam', [['inputs', 'Expected object, received array']]],
    [{ input_image: 5 }, 'cctv-cam', [['inputs.input_image', 'Expected string, received number']]],
    [{ input_image: null }, 'cctv-cam', [['inputs.input_image', 'Expected string, received null']]],
    [{ input_image: [] }, 'cctv-cam', [['inputs.input_image', 'Expected string, received array']]],
    [{ input_image: 'x' }, 'cctv-cam', [['inputs.input_image', 'Invalid url']]],
    [
      { input_image: [PHOTO, PHOTO] },
      'cctv-cam',
      [['inputs.input_image', "Input 'input_image' takes one value"]],
    ],
    [{ images: [PHOTO, 'x'] }, 'moodboard-maker', [['inputs.images.1', 'Invalid url']]],
    [
      { input_image: PHOTO, constructor: 'x' },
      'cctv-cam',
      [['inputs.constructor', "Unknown input 'constructor'. Expected 'input_image'"]],
    ],
    [{ tone: '' }, 'abcd1234', [['inputs.tone', 'String must contain at least 1 character(s)']]],
  ])('%j is refused with field and reason', async (inputs, technique, problems) => {
    expect(await byId(technique, inputs)).toEqual(problems)
  })

  test('an empty body is refused with every missing member', async () => {
    expect(await refused(await startApi(), '/runs/technique', {})).toEqual([
      ['technique_id', 'Required'],
      ['workspace_id', 'Required'],
      ['inputs', 'Required'],
    ])
  })
})
