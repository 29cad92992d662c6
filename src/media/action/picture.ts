import type { ActionWork } from '../job.ts'
import { shippedFont } from '../picture/font.ts'
import { px } from '../picture/svg.ts'
import { clipLine, drawable, escapeXml } from '../picture/typeset.ts'
import type { Canvas } from './canvas.ts'
import { FILTERS } from './filters.ts'
import { LAYOUTS, unchanged } from './layouts.ts'

/** Below this no small print could be read. */
const SHORT_SIDE_MIN_PX = 96
/** Whose small print would be in the way of what reads it. */
const WITHOUT_PRINT = new Set(['qr-code-generator-browser'])

/** What an action makes of its inputs, as the content of an SVG. */
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

function smallPrint(details: readonly string[], width: number, height: number): string {
  const short = Math.min(width, height)
  if (short < SHORT_SIDE_MIN_PX) return ''
  const font = shippedFont()
  const size = Math.max(9, short * 0.02)
  const line = clipLine(drawable(details.join('  ·  '), font), (width - 4 * size) / size, font)
  const halo = `stroke="#000000" stroke-opacity="0.55" stroke-width="${px(size * 0.24)}" stroke-linejoin="round" paint-order="stroke"`
  return `<text x="${px(size * 1.6)}" y="${px(size * 2.4)}" font-family="Inter" font-weight="600" font-size="${px(size)}" fill="#ffffff" ${halo} xml:space="preserve">${escapeXml(line)}</text>`
}
