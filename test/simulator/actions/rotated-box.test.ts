import { expect, test } from 'vitest'
import { outputParams } from '../../../src/simulator/actions/action-output-params.ts'
import { rotatedBox } from '../../../src/simulator/actions/rotated-box.ts'

test.each([
  [0, 400, 300],
  [30, 496.41, 459.81],
  [45, 494.97, 494.97],
  [90, 300, 400],
  [180, 400, 300],
  [330, 496.41, 459.81],
])('a rectangle of 400 × 300 rotated by %i° fits a box of %d × %d', (degrees, width, height) => {
  const box = rotatedBox({ width: 400, height: 300 }, degrees)
  expect(box.width).toBeCloseTo(width, 2)
  expect(box.height).toBeCloseTo(height, 2)
})

test.each([
  ['expand', 1271, 1177],
  ['keep', 1024, 768],
  ['shrink', 668, 501],
])('an image rotated by 30° in canvas mode %s is %i × %i', (mode, width, height) => {
  const params = { angle: 30, canvas_mode: mode }
  expect(outputParams('rotate-image-browser', params)).toEqual({ width, height })
})
