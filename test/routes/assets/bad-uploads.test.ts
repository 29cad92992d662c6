import { describe, expect, test } from 'vitest'
import type { AssetPage } from '../../../src/schemas/assets/asset.ts'
import { type TestApi, startApi } from '../../support/api.ts'
import { form, refusedForm, sendForm } from '../../support/assets.ts'
import { boxed, gif, padded, png } from '../../support/files.ts'

const MEGABYTE = 1024 * 1024
const picture = png(40, 30)
const inWorkspace = ['workspace_id', 'ws_abc123'] as const
const file = ['file', { bytes: picture }] as const

/** Checks that the shipped asset is the only one. */
async function expectUntouched(api: TestApi): Promise<void> {
  expect((await api.get<AssetPage>('/assets?workspace_id=ws_abc123')).meta.total_estimate).toBe(1)
}

const required = (...fields: string[]) =>
  fields.map((field) => ({ field, message: 'Required', code: 'required' }))

describe('a form', () => {
  test.each<[string, () => FormData, unknown]>([
    ['without a file', () => form(inWorkspace), required('file')],
    ['with nothing', () => form(['x', 'y']), required('file', 'workspace_id')],
    ['with a text for the file', () => form(inWorkspace, ['file', 'text']), required('file')],
    [
      'with a file for a text',
      () => form(['workspace_id', { bytes: picture }], file),
      required('workspace_id'),
    ],
    [
      'with two files and two names',
      () => form(inWorkspace, file, file, ['file_name', 'a'], ['file_name', 'b']),
      ['file', 'file_name'].map((field) => ({ field, message: 'Must not come more than once' })),
    ],
    [
      'with wrong ids',
      () => form(['workspace_id', 'abc'], ['project_id', 'x'], file),
      [
        { field: 'workspace_id', message: 'Must be an id that starts with "ws_"' },
        { field: 'project_id', message: 'Must be an id that starts with "prj_"' },
      ],
    ],
    [
      'with a long name',
      () => form(inWorkspace, ['file_name', 'x'.repeat(1001)], file),
      [{ field: 'file_name', message: 'String must contain at most 1000 character(s)' }],
    ],
    [
      'with an empty file',
      () => form(inWorkspace, ['file', { bytes: Buffer.alloc(0) }]),
      [{ field: 'file', message: 'The file is empty' }],
    ],
    [
      'with a file of more than 4 MB',
      () => form(inWorkspace, ['file', { bytes: padded(picture, 4 * MEGABYTE + 1) }]),
      [
        {
          field: 'file',
          message: 'At most 4 MB in the request itself; use source "signed-url" for larger files',
        },
      ],
    ],
    [
      'with a picture of more than 150 megapixels',
      () => form(inWorkspace, ['file', { bytes: png(15_001, 10_000) }]),
      [{ field: 'file', message: 'Images may have at most 150 megapixels, not 150010000 pixels' }],
    ],
    [
      'with a picture cut short',
      () => form(inWorkspace, ['file', { bytes: picture.subarray(0, 20) }]),
      [{ field: 'file', message: 'The image/png file is damaged' }],
    ],
    [
      'with a file that is not as declared',
      () => form(inWorkspace, ['file', { bytes: gif(1, 1) }], ['content_type', 'video/mp4']),
      [{ field: 'file', message: 'The file is image/gif, not video/mp4' }],
    ],
  ])('%s is refused with every reason', async (_what, body, fields) => {
    const api = await startApi()
    expect(await refusedForm(api, body())).toMatchObject({ fields })
    await expectUntouched(api)
  })

  test.each(['text/html', 'image/svg+xml', 'x', 'application/octet-stream'])(
    'that declares the type %s is refused',
    async (type) => {
      const error = await refusedForm(await startApi(), form(inWorkspace, file, ['content_type', type]))
      expect(error.message).toMatch(/^content_type: Content type must be one of image\/jpeg, /)
    },
  )

  test.each([
    Buffer.from('<html></html>'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    Buffer.from('MZ\x90\0'),
    Buffer.from('\xff', 'latin1'),
    boxed('M4A '),
    Buffer.from('\x1a\x45\xdf\xa3 matroska', 'latin1'),
  ])('with a file of no allowed type is refused (%#)', async (bytes) => {
    const error = await refusedForm(await startApi(), form(inWorkspace, ['file', { bytes }]))
    expect(error.message).toMatch(/^file: Not a file of an allowed type: /)
  })

  const boundary = '-'.repeat(30)
  test.each([
    ['no boundary', 'multipart/form-data', '--x\r\n'],
    ['nothing', `multipart/form-data; boundary=${boundary}`, ''],
    ['no form', `multipart/form-data; boundary=${boundary}`, '{"source":"signed-url"}'],
    [
      'no end',
      `multipart/form-data; boundary=${boundary}`,
      `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\nx`,
    ],
    [
      'a part without a name',
      `multipart/form-data; boundary=${boundary}`,
      `--${boundary}\r\n\r\nx\r\n--${boundary}--`,
    ],
  ])('with %s is not a form', async (_what, type, text) => {
    const api = await startApi()
    const { status, error } = await api.refusal('/assets', {
      method: 'POST',
      text,
      headers: { 'content-type': type },
    })
    expect(status).toBe(400)
    expect(error.message).toBe('body: Not a valid multipart/form-data body')
  })

  test('with names of prototype members is accepted', async () => {
    const api = await startApi()
    const odd = form(inWorkspace, ['__proto__', 'x'], ['constructor', 'y'], file)
    expect((await sendForm(api, odd)).status).toBe(201)
  })

  test('for an unknown place is 404, and for a project of another workspace 400', async () => {
    const api = await startApi()
    expect((await sendForm(api, form(['workspace_id', 'ws_nope'], file))).status).toBe(404)
    expect((await sendForm(api, form(inWorkspace, ['project_id', 'prj_nope'], file))).status).toBe(404)
    expect(await refusedForm(api, form(inWorkspace, ['project_id', 'prj_empty'], file))).toMatchObject({
      fields: [{ field: 'project_id', message: 'Project does not belong to the specified workspace.' }],
    })
    await expectUntouched(api)
  })

  test('is in the journal without its bytes', async () => {
    const api = await startApi()
    await sendForm(api, form(inWorkspace, file))
    const [entry] = (await api.world.requests.list()).requests
    expect(entry?.request_body).toEqual({
      workspace_id: 'ws_abc123',
      file: { name: 'x', type: 'application/octet-stream', size: picture.length },
    })
  })
})

describe('a JSON body', () => {
  test.each<[unknown, unknown]>([
    [{}, required('source', 'workspace_id')],
    [null, required('source', 'workspace_id')],
    [{ workspace_id: 'ws_abc123', file: { bytes: 'x' } }, required('source')],
    ...[{ url: 'x' }, 7, null].map((source): [unknown, unknown] => [
      { source, workspace_id: 'ws_abc123' },
      [
        {
          field: 'source',
          message: `Expected string, received ${source === null ? 'null' : typeof source}`,
        },
      ],
    ]),
    ...[
      '',
      'upload',
      './a.png',
      'data:image/png;base64,AAAA',
      'ftp://a/b',
      'http://',
      'http://example.com/a.png',
    ].map((source): [unknown, unknown] => [
      { source, workspace_id: 'ws_abc123' },
      [{ field: 'source', message: 'Must be "signed-url" or an https URL that the server may read' }],
    ]),
  ])('%j is refused with every reason', async (json, fields) => {
    const api = await startApi()
    const { status, error } = await api.refusal('/assets', { method: 'POST', json })
    expect({ status, ...error }).toMatchObject({ status: 400, fields })
    await expectUntouched(api)
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-dataX', 'multipart/mixed'])(
    'of the content type %s is read and validated',
    async (type) => {
      const api = await startApi()
      const headers = { 'content-type': type }
      const { error } = await api.refusal('/assets', { method: 'POST', text: '{}', headers })
      expect(error.fields).toEqual(required('source', 'workspace_id'))
    },
  )

  test('is required', async () => {
    const { error } = await (await startApi()).refusal('/assets', { method: 'POST' })
    expect(error.fields).toEqual(required('source', 'workspace_id'))
  })

  test('with an http source or an unknown member is refused by --strict', async () => {
    const api = await startApi({ strict: true })
    const json = { source: 'http://127.0.0.1/a.png', workspace_id: 'ws_abc123', extra: 1 }
    const { error } = await api.refusal('/assets', { method: 'POST', json })
    expect(error.fields?.map(({ field }) => field)).toEqual(['extra', 'source'])
  })
})

test('unknown assets are 404 on every path', async () => {
  const api = await startApi()
  expect((await api.refusal('/assets/asset_nope')).status).toBe(404)
  expect((await api.refusal('/assets/nope')).status).toBe(400)
  for (const what of ['complete', 'retry']) {
    expect((await api.refusal(`/assets/asset_nope/${what}`, { method: 'POST' })).status).toBe(404)
  }
  const missing = [`asset_nope.png`, 'asset_abc123x.png', '.png']
  for (const name of missing) {
    expect((await api.emulator.fetch(`${api.emulator.url}/media/default/assets/${name}`)).status).toBe(404)
  }
  expect((await api.emulator.fetch(`${api.emulator.url}/media/nope/assets/asset_abc123.png`)).status).toBe(
    404,
  )
})
