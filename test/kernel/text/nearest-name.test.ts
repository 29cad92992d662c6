import { expect, test } from 'vitest'
import { nearestName } from '../../../src/kernel/text/nearest-name.ts'

const NAMES = ['prompt', 'params', 'model', 'callback_url', 'aspect_ratio']

test.each([
  ['promt', 'prompt'],
  ['prmopt', 'prompt'],
  ['aspectRatio', 'aspect_ratio'],
  ['CALLBACK-URL', 'callback_url'],
  ['param', 'params'],
  ['modle', 'model'],
])('the nearest name of %s is %s', (text, name) => {
  expect(nearestName(text, NAMES)).toBe(name)
})

test.each(['metadata', 'x', '', 'seed', 'width'])('%j resembles no name', (text) => {
  expect(nearestName(text, NAMES)).toBe(null)
})
