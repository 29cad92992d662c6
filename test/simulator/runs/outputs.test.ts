import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { audioFormat, imageFormat } from '../../../src/simulator/runs/formats.ts'
import { planOutputs } from '../../../src/simulator/runs/outputs.ts'
import { seededRandom } from '../../../src/kernel/random.ts'

const plan = (id: string, kind: 'image' | 'video' | 'audio', params: Record<string, unknown>) => {
  const request = { type: kind, prompt: '', model: '', params, action: { id } }
  return planOutputs(request, seededRandom(''), null)[0]
}

describe('the output of an action has the size of its params', () => {
  test.each([
    ['resize-image-browser', { mode: 'exact', width: 300, height: 500 }, 300, 500],
    ['resize-image-browser', { mode: 'percent', percent: 50 }, 512, 384],
    ['resize-image-browser', { mode: 'longest', longest: 2048 }, 2048, 1536],
    ['resize-image-browser', { mode: 'exact', width: 1e9, height: 1 }, 4096, 16],
    ['change-image-ar-browser', { aspect_ratio: '16:9' }, 1368, 768],
    ['rotate-image-browser', { angle: 90, canvas_mode: 'expand' }, 768, 1024],
    ['rotate-image-browser', { angle: 180, canvas_mode: 'expand' }, 1024, 768],
    ['rotate-image-browser', { angle: 45, canvas_mode: 'expand' }, 1267, 1267],
    ['rotate-image-browser', { angle: 45, canvas_mode: 'keep' }, 1024, 768],
    ['rotate-image-browser', { angle: 45, canvas_mode: 'shrink' }, 621, 465],
    ['crop-image-browser', { size: { x: 0.5, y: 0.25 } }, 512, 192],
    ['qr-code-generator-browser', { size: 256 }, 256, 256],
    ['add-text-to-image-browser', { dimensions: { x: 640, y: 360 } }, 640, 360],
    ['video-to-frame-grid', { cols: 2, rows: 2, cell_width: 320, gap: 8 }, 648, 368],
    ['blur-image-browser', {}, 1024, 768],
    ['no-such-action', {}, 1024, 1024],
  ])('%s with %j', (id, params, width, height) => {
    expect(plan(id, 'image', params)).toMatchObject({ width, height })
  })

  test.each([
    ['ken-burns-video', { duration: 8 }, { seconds: 8 }],
    ['speed-up-video', { factor: 2 }, { seconds: 2.5 }],
    ['slow-down-video', { factor: 2 }, { seconds: 10 }],
    ['merge-audio-into-video', { duration: 'shortest' }, { seconds: 5 }],
    ['resize-video', { resolution: '360' }, { width: 640, height: 360 }],
    ['resize-video', { resolution: 'custom', custom_resolution: 90 }, { width: 160, height: 90 }],
    ['change-video-ar', { aspect_ratio: '1:1' }, { width: 720, height: 720 }],
  ])('%s with %j', (id, params, expected) => {
    expect(plan(id, 'video', params)).toMatchObject(expected)
  })

  test('the audio of a video is MP3 if audio_format is mp3', () => {
    expect(plan('split-audio-from-video', 'audio', { audio_format: 'mp3' })).toMatchObject({ format: 'mp3' })
    expect(plan('split-audio-from-video', 'audio', { audio_format: 'auto' })).toMatchObject({ format: 'wav' })
  })
})

test('formats are read in any spelling, and unknown ones are the default', () => {
  expect(imageFormat({ output_format: ' JPEG ' })).toBe('jpg')
  expect(imageFormat({ format: 'image/webp' })).toBe('webp')
  expect(imageFormat({ output_format: 'constructor' })).toBe('png')
  expect(imageFormat({ output_format: 7 })).toBe('png')
  expect(audioFormat({ audio_format: 'mp3_44100_128' })).toBe('mp3')
  expect(audioFormat({ format: 'mp32' })).toBe('wav')
})

test('every action in the tables of sizes and pictures is in the fixtures', () => {
  const known = readFileSync('fixtures/actions.json', 'utf8')
  for (const file of [
    'src/simulator/actions/action-output-params.ts',
    'src/media/action/layouts.ts',
    'src/media/action/filters.ts',
  ]) {
    const ids = [...readFileSync(file, 'utf8').matchAll(/^ {2}'([a-z0-9-]+)': /gm)].map(([, id]) => id ?? '')
    expect(ids.length).toBeGreaterThan(3)
    for (const id of ids) expect(known).toContain(`"${id}"`)
  }
})
