import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aspectRatio, imageSize, videoSize } from '../../../src/simulator/runs/dimensions.ts'

test.each([
  ['1:1', 1],
  ['16:9', 16 / 9],
  [' 9 : 16 ', 9 / 16],
  ['1024x768', 4 / 3],
  ['2.39:1', 2.39],
  ['landscape_16_9', 16 / 9],
  ['portrait_16_9', 9 / 16],
  ['portrait_4_3', 3 / 4],
  ['square_1_1', 1],
  ['square', 1],
  ['square_hd', 1],
  ['banana_9_9', null],
  ['auto', null],
  ['0:0', null],
  ['1:0', null],
  ['100:1', null],
  [16 / 9, null],
  [null, null],
])('the aspect ratio %j is %s', (value, ratio) => {
  expect(aspectRatio(value)).toBe(ratio)
})

test.each([
  [{}, [1024, 1024]],
  [{ resolution: '2K' }, [2048, 2048]],
  [{ resolution: '4k', aspect_ratio: '8:1' }, [4096, 512]],
  [{ width: 640, height: 480 }, [640, 480]],
  [{ width: 1e9, height: 1 }, [1024, 1024]],
  [{ width: Number.NaN, height: 100 }, [1024, 1024]],
])('an image with %j is %j', (params, size) => {
  const { width, height } = imageSize(params)
  expect([width, height]).toEqual(size)
})

test.each([
  [{}, [1280, 720]],
  [{ aspect_ratio: '9:16' }, [720, 1280]],
  [{ resolution: '1080P', aspect_ratio: '16:9' }, [1920, 1080]],
  [{ resolution: '480p', aspect_ratio: '1:1' }, [480, 480]],
])('a video with %j is %j', (params, size) => {
  const { width, height } = videoSize(params)
  expect([width, height]).toEqual(size)
})

test('every side is an integer from 16 to 4096 for any params', () => {
  const params = fc.dictionary(
    fc.constantFrom('aspect_ratio', 'resolution', 'width', 'height'),
    fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('4k', '1:8', '8:1', '4096x1')),
  )
  fc.assert(
    fc.property(params, (given) => {
      for (const { width, height } of [imageSize(given), videoSize(given)]) {
        for (const side of [width, height]) {
          expect(Number.isInteger(side)).toBe(true)
          expect(side).toBeGreaterThanOrEqual(16)
          expect(side).toBeLessThanOrEqual(4096)
        }
      }
    }),
  )
})
