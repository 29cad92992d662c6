import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspect, inspectInSteps } from '../../src/media/inspect.ts'
import { boxed, gif, jpeg, padded, png, webp } from '../support/files.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

test.each<[string, Buffer, string]>([
  ['avif', boxed('avif'), 'image/avif'],
  ['heic', boxed('heic'), 'image/heic'],
  ['heif', boxed('mif1'), 'image/heif'],
  ['an unknown brand with a known compatible brand', boxed('XXXX', 'YYYY', 'mp42'), 'video/mp4'],
  ['quicktime', boxed('qt  '), 'video/quicktime'],
  ['webm', latin1('\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm'), 'video/webm'],
  ['wav', latin1('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
  ['ogg', latin1('OggS\0'), 'audio/ogg'],
  ['mp3 with tags', latin1('ID3\x04'), 'audio/mpeg'],
  ['mp3', latin1('\xff\xfb\x90\x00'), 'audio/mpeg'],
  ['pdf', latin1('%PDF-1.7'), 'application/pdf'],
])('%s is identified by its first bytes', (_name, bytes, contentType) => {
  expect(inspect(bytes, contentType)).toMatchObject({
    content: { contentType, width: null, height: null, sizeBytes: bytes.length },
    problem: null,
  })
})

test.each<[string, Buffer, string]>([
  ['png', png(1234, 567), 'image/png'],
  ['gif', gif(1234, 567), 'image/gif'],
  ['jpeg', jpeg(1234, 567), 'image/jpeg'],
  ['jpeg with much metadata', jpeg(1234, 567, 60_000), 'image/jpeg'],
  ['lossy webp', webp('VP8 ', 1234, 567), 'image/webp'],
  ['lossless webp', webp('VP8L', 1234, 567), 'image/webp'],
  ['extended webp', webp('VP8X', 1234, 567), 'image/webp'],
])('the size of a %s is read', (_name, bytes, contentType) => {
  expect(inspect(bytes, null).content).toMatchObject({ contentType, width: 1234, height: 567 })
})

test('image/heic and image/heif may be declared for each other', () => {
  expect(inspect(boxed('heic'), 'image/heif').problem).toBeNull()
  expect(inspect(boxed('mif1'), 'image/heic').problem).toBeNull()
})

test('the hash is SHA-256 of the file', () => {
  expect(inspect(latin1('abc'), null).content.hash).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

const beginnings = [
  png(9, 9),
  gif(9, 9),
  jpeg(9, 9),
  webp('VP8X', 9, 9),
  boxed('mp42'),
  latin1('\xff\xd8\xff'),
]

test('any bytes have either a media type or a problem', () => {
  const bytes = fc
    .tuple(fc.constantFrom(...beginnings), fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 40 }))
    .map(([start, kept, rest]) => Buffer.concat([start.subarray(0, kept), rest]))
  fc.assert(
    fc.property(bytes, (file) => {
      const { content, problem } = inspect(file, null)
      expect(content.sizeBytes).toBe(file.length)
      expect(problem !== null || content.contentType !== null).toBe(true)
    }),
  )
})

test('the files of the fixtures match their extensions', () => {
  expect(inspect(readFileSync('fixtures/ceramic-mug.png'), 'image/png').problem).toBeNull()
  expect(inspect(readFileSync('test/support/clip.mp4'), 'video/mp4').problem).toBeNull()
})

test('a JPEG whose size lies behind much metadata is accepted without it', () => {
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.alloc(0xfffd)])
  const start = Buffer.from([0xff, 0xd8])
  const file = Buffer.concat([start, segment, segment, segment, segment, segment, jpeg(40, 30).subarray(2)])
  expect(inspect(file, 'image/jpeg')).toMatchObject({
    content: { contentType: 'image/jpeg', width: null, height: null },
    problem: null,
  })
})

test('a JPEG of millions of segments does not block', () => {
  const segments = Buffer.alloc(50 * 1024 * 1024, Buffer.from([0xff, 0xe1, 0, 2]))
  const startedAt = performance.now()
  inspect(Buffer.concat([Buffer.from([0xff, 0xd8]), segments]), null)
  // 5 s when every segment is looked at.
  expect(performance.now() - startedAt).toBeLessThan(1500)
})

test('a large file is hashed in steps, between which others get their turn', async () => {
  const file = padded(png(4, 3), 18 * 1024 * 1024)
  let turns = 0
  const next = (): void => {
    turns += 1
    turn = setImmediate(next)
  }
  let turn = setImmediate(next)
  const inspection = await inspectInSteps(file, 'image/png')
  clearImmediate(turn)
  expect(inspection).toEqual(inspect(file, 'image/png'))
  expect(turns).toBeGreaterThanOrEqual(4)
})
