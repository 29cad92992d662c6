import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MediaJob } from '../../src/media/job.ts'
import { makeFile } from '../../src/media/make.ts'
import { jobFor } from '../support/media.ts'

const size = { width: 480, height: 272 }

/** SHA-256 of files. Update them when the look of files changes; no platform and no version of Node may change them. */
const GOLDEN: readonly (readonly [MediaJob['file'], string])[] = [
  [
    { kind: 'image', format: 'png', ...size },
    'd94455e86520a7704a38831e3017ea2fe3e2f76bf33c4c932eb9b840353a8539',
  ],
  [
    { kind: 'image', format: 'jpg', ...size },
    '696cef9677d116e046a616b52fc7f499e874d1a9789fd1b3559deb7ef1047784',
  ],
  [
    { kind: 'image', format: 'webp', ...size },
    'a09de85074854e9a66478827ef13ffb0f573d4bd27e423d093e51b4d6b609a30',
  ],
  [
    { kind: 'video', format: 'mp4', seconds: 1.5, ...size },
    'c895bcb698285d8e11e7e090ca2f34ea6922aeabd8e9b27497d6f94c5bf74648',
  ],
  [
    { kind: 'audio', format: 'wav', seconds: 1 },
    '2eb47c3dd9c8ab967fd5ff0b11658c5cdd813c5bd3e79369d55d8a8821b18909',
  ],
  [
    { kind: 'audio', format: 'mp3', seconds: 1 },
    '0e0ecd219b8c0961fba300a9de6322fe108eac306f59484bc5b13d9740cc10ef',
  ],
  [{ kind: 'document', format: 'pdf' }, '1c589f5ac7751fc06e2e5f144be2f3981a48e0296e26e8f7bd81bd6c10bed531'],
]

test.each(GOLDEN)('%j has its golden bytes', async (file, sha256) => {
  const bytes = await makeFile(jobFor(file))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
})

test('a second run in the same process gives the same bytes', async () => {
  for (const [file] of GOLDEN) {
    const [one, two] = [await makeFile(jobFor(file)), await makeFile(jobFor(file))]
    expect(Buffer.from(one).equals(two), file.format).toBe(true)
  }
})
