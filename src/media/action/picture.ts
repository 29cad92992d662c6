import type { ActionWork } from '../job.ts'
import { shippedFont } from '../picture/font.ts'
import { fill, stroke } from '../picture/svg.ts'
import { textLine } from '../picture/text.ts'
import { clipLine, drawable } from '../picture/typeset.ts'
import type { Canvas } from './canvas.ts'
import { FILTERS } from './filters.ts'
import { LAYOUTS, unchanged } from './layouts.ts'

/** Shorter side in px below which small print would be illegible. */
const SHORT_SIDE_MIN_PX = 96
/** Actions without small print, which could disturb a scanner. */
const WITHOUT_PRINT = new Set(['qr-code-generator-browser'])

/**
 * Draws the output of an action as the content of an SVG.
 *
 * @param details parts of the small print.
 * @param width in px.
 * @param height in px.
 */
export function actionPicture(
  { id, params, inputs }: ActionWork,
  details: readonly string[],
  width: number,
  height: number,
): string {
  const canvas: Canvas = { width, height, params, inputs }
  const layout = Object.hasOwn(LAYOUTS, id) ? LAYOUTS[id] : undefined
  const filter = Object.hasOwn(FILTERS, id) ? FILTERS[id]?.(canvas) : undefined
  const picture = (layout ?? unchanged)(canvas)
  const done =
    filter === undefined || filter === ''
      ? picture
      : `<filter id="work" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">${filter}</filter><g filter="url(#work)">${picture}</g>`
  return WITHOUT_PRINT.has(id) ? done : done + smallPrint(details, width, height)
}

/** Draws one line in the upper left, with a halo that keeps it legible on any picture. */
function smallPrint(details: readonly string[], width: number, height: number): string {
  const short = Math.min(width, height)
  if (short < SHORT_SIDE_MIN_PX) return ''
  const font = shippedFont()
  const size = Math.max(9, short * 0.02)
  const line = clipLine(drawable(details.join('  ·  '), font), (width - 4 * size) / size, font)
  const place = { x: size * 1.6, y: size * 2.4, size }
  const halo = textLine(line, place, `${stroke('#000000', size * 0.24)} stroke-linejoin="round"`)
  return `<g opacity="0.55">${halo}</g>${textLine(line, place, fill('#ffffff'))}`
}
