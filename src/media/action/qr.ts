import { encode } from 'uqr'
import { type Canvas, colour, number, text } from './canvas.ts'
import { px, rect } from '../picture/svg.ts'

/** Levels of error correction, from 7 % to 30 %. */
const CORRECTIONS = ['L', 'M', 'Q', 'H'] as const
/** Capacity of the largest code (version 40) in bytes, by error correction. */
const BYTES_MAX = { L: 2953, M: 2331, Q: 1663, H: 1273 } as const

/** Draws a QR code of the first input, cut to the capacity of the largest code. */
export function qrCode({ width, height, params, inputs }: Canvas): string {
  const ecc = CORRECTIONS.find((level) => level === text(params, 'error_correction')) ?? 'M'
  const content = cut(inputs[0] ?? '', BYTES_MAX[ecc])
  const { data, size } = encode(content, {
    ecc,
    border: Math.max(0, Math.round(number(params, 'border', 4))),
  })
  const side = Math.min(width, height) / size
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''))
  const [left, top] = [(width - side * size) / 2, (height - side * size) / 2]
  const paper = rect(0, 0, width, height, `fill="${colour(params, 'bg_color', '#ffffff')}"`)
  const ink = colour(params, 'fg_color', '#000000')
  return `${paper}<path transform="translate(${px(left)} ${px(top)}) scale(${side})" fill="${ink}" shape-rendering="crispEdges" d="${rows.join('')}"/>`
}

/** Cuts a text to a number of UTF-8 bytes, between characters. */
function cut(content: string, bytesMax: number): string {
  let bytes = 0
  let kept = ''
  for (const character of content.toWellFormed()) {
    bytes += Buffer.byteLength(character)
    if (bytes > bytesMax) break
    kept += character
  }
  return kept
}
