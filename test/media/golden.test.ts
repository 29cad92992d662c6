import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MediaJob } from '../../src/media/job.ts'
import { makeFile } from '../../src/media/make.ts'
import { jobFor } from '../support/media.ts'

const size = { width: 480, height: 272 }

/** Whoever changes how files look changes these; nothing else may, neither platform nor Node. */
const GOLDEN: readonly (readonly [MediaJob['file'], string])[] = [
  [
    { kind: 'image', format: 'png', ...size },
    '17fc51ef5d75ca69958f9b95dc16005765cf420363195b3ebcd40d66e099ed0f',
  ],
  [
    { kind: 'image', format: 'jpg', ...size },
    'b7c417c43f69ae80f7fd833f31a405a6dc2c8989af748580cfaf8e63e79817cf',
  ],
  [
    { kind: 'image', format: 'webp', ...size },
    '3dfb9e47bc97776338b3b16fcf1c450cecac982f5cd7f11a51060fd74358be0f',
  ],
  [
    { kind: 'video', format: 'mp4', seconds: 1.5, ...size },
    'ea88831342d54f600851dd3064d9005f78b17819a4adc7c91bf01379e520ee9b',
  ],
  [
    { kind: 'audio', format: 'wav', seconds: 1 },
    '2eb47c3dd9c8ab967fd5ff0b11658c5cdd813c5bd3e79369d55d8a8821b18909',
  ],
  [
    { kind: 'audio', format: 'mp3', seconds: 1 },
    '0e0ecd219b8c0961fba300a9de6322fe108eac306f59484bc5b13d9740cc10ef',
  ],
  [{ kind: 'document', format: 'pdf' }, '12ab159cec9754f6655c1a3689862e3ce03eadaf8736930a15549d56ead3c26e'],
]

test.each(GOLDEN)('%j has the bytes that it always had', async (file, sha256) => {
  const bytes = await makeFile(jobFor(file))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
})

test('making a file twice in one process makes the same bytes', async () => {
  for (const [file] of GOLDEN) {
    const [one, two] = [await makeFile(jobFor(file)), await makeFile(jobFor(file))]
    expect(Buffer.from(one).equals(two), file.format).toBe(true)
  }
})
