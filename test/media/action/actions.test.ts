import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import type { ActionWork, MediaJob } from '../../../src/media/job.ts'
import { makeFile } from '../../../src/media/make.ts'
import { qrCode } from '../../../src/media/action/qr.ts'
import { type TestApi, startApi } from '../../support/api.ts'
import { IMAGE, PLACE } from '../../support/actions.ts'
import { jobFor } from '../../support/media.ts'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import { readFileSync } from 'node:fs'

async function draw(action: ActionWork, [width, height] = [256, 192]): Promise<PNG> {
  const job: MediaJob = jobFor({ kind: 'image', format: 'png', width, height }, { action, details: [] })
  return PNG.sync.read(Buffer.from(await makeFile(job)))
}

const work = (id: string, params: ActionWork['params'] = {}): ActionWork => ({
  id,
  params,
  inputs: [IMAGE.url],
})

const pixel = ({ data, width }: PNG, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]

/** Returns true if a predicate holds for every pixel. */
const every = ({ data }: PNG, fits: (red: number, green: number, blue: number) => boolean): boolean => {
  for (let at = 0; at < data.length; at += 4)
    if (!fits(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) return false
  return true
}

test('a rotation by 180° shows the picture upside down', async () => {
  const upright = await draw(work('duplicate-image-browser'))
  const turned = await draw(work('rotate-image-browser', { angle: 180, canvas_mode: 'keep' }))
  let difference = 0
  for (let y = 8; y < 192; y += 16) {
    for (let x = 8; x < 256; x += 16) {
      const [here, there] = [pixel(upright, x, y), pixel(turned, 255 - x, 191 - y)]
      difference += Math.abs((here[0] ?? 0) - (there[0] ?? 0))
    }
  }
  expect(difference / (12 * 16)).toBeLessThan(6)
})

test('the filter grayscale leaves equal channels', async () => {
  const plain = await draw(work('duplicate-image-browser'))
  const grey = await draw(work('color-filter-image-browser', { filter: 'grayscale' }))
  const isGrey = (red: number, green: number, blue: number) =>
    Math.max(red, green, blue) - Math.min(red, green, blue) <= 1
  expect(every(plain, isGrey)).toBe(false)
  expect(every(grey, isGrey)).toBe(true)
})

test('padding has the colour of bg_color', async () => {
  const padded = await draw(work('resize-image-browser', { fit: 'contain', bg_color: '#ff0000' }), [400, 100])
  expect(pixel(padded, 2, 50)).toEqual([255, 0, 0, 255])
})

test('the corners of a rotated picture can be transparent', async () => {
  const turned = await draw(work('rotate-image-browser', { angle: 45, transparent: true }))
  expect(pixel(turned, 1, 1)[3]).toBe(0)
})

test('a QR code has three finder patterns, and its text is cut to its capacity', async () => {
  const code = await draw(
    { id: 'qr-code-generator-browser', params: { border: 0 }, inputs: ['https://flora.ai'] },
    [250, 250],
  )
  for (const [x, y] of [
    [2, 2],
    [247, 2],
    [2, 247],
  ] as const) {
    expect(pixel(code, x, y)).toEqual([0, 0, 0, 255])
  }
  const canvas = { width: 100, height: 100, params: { error_correction: 'H' }, inputs: ['é'.repeat(5_000)] }
  expect(qrCode(canvas)).toContain('<path')
})

async function runAction(api: TestApi, action: string, changes: object): Promise<Response> {
  const { run_id: id } = await api.post<RunStart>('/runs/action', {
    ...PLACE,
    action_id: action,
    inputs: [IMAGE],
    ...changes,
  })
  await api.world.clock.advance({ until: id })
  return api.emulator.fetch((await api.run(id)).outputs?.[0]?.url ?? '')
}

test('the output of an action has the size of its params', async () => {
  const api = await startApi()
  const params = { mode: 'exact', width: 320, height: 100 }
  const response = await runAction(api, 'resize-image-browser', { params })
  const { width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()))
  expect([width, height]).toEqual([320, 100])
})

test('a QR code follows from its text', async () => {
  const api = await startApi()
  const codeOf = async (text: string) =>
    (await runAction(api, 'qr-code-generator-browser', { inputs: [{ type: 'text', text }] })).arrayBuffer()
  const [one, same, other] = [await codeOf('one'), await codeOf('one'), await codeOf('other')]
  expect(Buffer.from(one).equals(Buffer.from(same))).toBe(true)
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false)
})

interface Definition {
  readonly action_id: string
  readonly outputs: readonly { readonly type: string }[]
  readonly params: readonly {
    readonly key: string
    readonly default_value?: unknown
    readonly available_values?: readonly { readonly value: string }[]
  }[]
}

const definitions: readonly Definition[] = JSON.parse(readFileSync('fixtures/actions.json', 'utf8'))

test.each(definitions.filter(({ outputs }) => outputs[0]?.type === 'image'))(
  '$action_id draws a picture for each value of each param and any name of its input',
  async ({ action_id: id, params }) => {
    const defaults = Object.fromEntries(params.map(({ key, default_value: value }) => [key, value]))
    const choices = params.flatMap(({ key, available_values: values = [] }) =>
      values.map(({ value }) => ({ ...defaults, [key]: value })),
    )
    for (const chosen of [defaults, ...choices]) {
      const action = { id, params: chosen, inputs: ['"><x>&\u0000', '', 'https://x/%ff'] }
      expect((await draw(action, [64, 48])).width).toBe(64)
    }
  },
)
