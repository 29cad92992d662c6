import { rotatedBox } from '../../simulator/actions/rotated-box.ts'
import { shippedFont } from '../picture/font.ts'
import { fill, px, rect } from '../picture/svg.ts'
import { textLine } from '../picture/text.ts'
import { drawable, widthOf, wrap } from '../picture/typeset.ts'
import { type Canvas, colour, number, place, point, sourceOf, text } from './canvas.ts'
import { qrCode } from './qr.ts'
import { shape, solid } from './shapes.ts'

/** Draws the output of an action as an SVG fragment. */
type Layout = (canvas: Canvas) => string

const BLENDS = new Set(['multiply', 'screen', 'overlay', 'soft-light', 'color'])
const first = ({ inputs }: Canvas) => sourceOf(inputs[0] ?? '')
const whole = ({ width, height }: Canvas) => ({ x: 0, y: 0, width, height })
const ground = (canvas: Canvas, paint: string): string =>
  rect(0, 0, canvas.width, canvas.height, `fill="${paint}"`)

const blendMode = (name: string): string => {
  const mode = name.replaceAll('_', '-')
  return BLENDS.has(mode) ? `style="mix-blend-mode:${mode}"` : ''
}

/** Width and height in px. */
interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Scales a rotated picture.
 *
 * @param mode `keep` scales as without rotation, `shrink` fills the canvas, others show the whole picture.
 * @param angle in degrees.
 */
function scaleOf(mode: string, source: Size, canvas: Size, angle: number): number {
  const outer = rotatedBox(source, angle)
  const inner = rotatedBox(canvas, angle)
  if (mode === 'keep') return Math.min(canvas.width / source.width, canvas.height / source.height)
  if (mode === 'shrink') return Math.max(inner.width / source.width, inner.height / source.height)
  return Math.min(canvas.width / outer.width, canvas.height / outer.height)
}

const rotate: Layout = (canvas) => {
  const { width, height, params } = canvas
  const angle = number(params, 'angle', 90)
  const direction = text(params, 'direction')
  const flipX = direction === 'horizontal' || direction === 'both' ? -1 : 1
  const flipY = direction === 'vertical' || direction === 'both' ? -1 : 1
  const source = first(canvas)
  const scale = scaleOf(text(params, 'canvas_mode'), source, canvas, angle)
  const move = `translate(${px(width / 2)} ${px(height / 2)}) rotate(${angle}) scale(${flipX * scale} ${flipY * scale})`
  const box = { x: -source.width / 2, y: -source.height / 2, width: source.width, height: source.height }
  const back = params['transparent'] === true ? '' : ground(canvas, colour(params, 'background', '#000000'))
  return `${back}<g transform="${move}">${place(source, box, 'stretch')}</g>`
}

const crop: Layout = (canvas) => {
  const source = first(canvas)
  const [center, size] = [point(canvas.params, 'center', 0.5), point(canvas.params, 'size', 1)]
  const [across, down] = [size.x, size.y].map((share) => Math.min(1, Math.max(0.05, share)))
  const [width, height] = [canvas.width / (across ?? 1), canvas.height / (down ?? 1)]
  const [x, y] = [canvas.width / 2 - center.x * width, canvas.height / 2 - center.y * height]
  const turn = `rotate(${number(canvas.params, 'rotation', 0)} ${px(canvas.width / 2)} ${px(canvas.height / 2)})`
  return `${ground(canvas, '#000000')}<g transform="${turn}">${place(source, { x, y, width, height }, 'stretch')}</g>`
}

const reframe: Layout = (canvas) => {
  const isPadded = text(canvas.params, 'fit') === 'pad'
  const back = ground(canvas, colour(canvas.params, 'pad_color', '#000000'))
  return back + place(first(canvas), whole(canvas), isPadded ? 'contain' : 'cover')
}

const resize: Layout = (canvas) => {
  const fit = text(canvas.params, 'fit')
  const back = ground(canvas, colour(canvas.params, 'bg_color', '#000000'))
  return back + place(first(canvas), whole(canvas), fit === 'cover' || fit === 'stretch' ? fit : 'contain')
}

const tint: Layout = (canvas) => {
  const { params } = canvas
  const opacity = number(params, 'intensity', 50) / 100
  const wash = `fill="${colour(params, 'color', '#ff8800')}" fill-opacity="${opacity}" ${blendMode(text(params, 'blend_mode'))}`
  return place(first(canvas), whole(canvas), 'cover') + rect(0, 0, canvas.width, canvas.height, wash)
}

const overlay: Layout = (canvas) => {
  const { width, height, params } = canvas
  const [center, size] = [point(params, 'center', 0.5), point(params, 'size', 0.5)]
  const box = {
    x: (center.x - size.x / 2) * width,
    y: (center.y - size.y / 2) * height,
    width: Math.max(1, size.x * width),
    height: Math.max(1, size.y * height),
  }
  const turn = `rotate(${number(params, 'rotation', 0)} ${px(center.x * width)} ${px(center.y * height)})`
  const top = place(sourceOf(canvas.inputs[1] ?? 'overlay'), box, 'stretch')
  const opacity = number(params, 'opacity', 100) / 100
  return `${place(first(canvas), whole(canvas), 'cover')}<g transform="${turn}" opacity="${opacity}" ${blendMode(text(params, 'blend'))}>${top}</g>`
}

/** Arranges pictures in rows and columns. */
function grid(canvas: Canvas, columns: number, rows: number, inputs: readonly string[]): string {
  const gap = Math.min(
    number(canvas.params, 'gap', 0),
    canvas.width / (columns * 2),
    canvas.height / (rows * 2),
  )
  const width = (canvas.width - gap * (columns - 1)) / columns
  const height = (canvas.height - gap * (rows - 1)) / rows
  const cells = inputs.slice(0, columns * rows).map((input, index) => {
    const [x, y] = [(index % columns) * (width + gap), Math.floor(index / columns) * (height + gap)]
    return place(sourceOf(input), { x, y, width, height }, 'cover')
  })
  return ground(canvas, colour(canvas.params, 'background', '#ffffff')) + cells.join('')
}

const sideBySide: Layout = (canvas) => {
  const inputs = canvas.inputs.length === 0 ? ['Input 1', 'Input 2'] : canvas.inputs
  const layout = text(canvas.params, 'layout')
  const count = Number(/\d$/.exec(layout)?.[0] ?? inputs.length)
  if (layout.startsWith('vertical')) return grid(canvas, 1, count, inputs)
  if (layout.startsWith('horizontal')) return grid(canvas, count, 1, inputs)
  const columns = Math.ceil(Math.sqrt(inputs.length))
  return layout === 'grid-2x2'
    ? grid(canvas, 2, 2, inputs)
    : grid(canvas, columns, Math.ceil(inputs.length / columns), inputs)
}

const frameGrid: Layout = (canvas) => {
  const [columns, rows] = [number(canvas.params, 'cols', 3), number(canvas.params, 'rows', 3)]
  const source = canvas.inputs[0] ?? ''
  return grid(
    canvas,
    columns,
    rows,
    Array.from({ length: columns * rows }, () => source),
  )
}

const addText: Layout = (canvas) => {
  const { width, height, params } = canvas
  const font = shippedFont()
  const size = Math.max(1, number(params, 'font_size', 64))
  const lines = wrap(
    drawable(text(params, 'text'), font),
    Math.max(1, number(params, 'max_width', 800) / size),
    font,
  )
  const center = point(params, 'center', 0.5)
  const spans = lines.map((line, index) => {
    const x = center.x * width - (widthOf(line, font) * size) / 2
    const y = center.y * height + (index - (lines.length - 1) / 2) * size * 1.2 + size * 0.36
    return textLine(line, { x, y, size }, fill(colour(params, 'color', '#000000')))
  })
  const turn = `rotate(${number(params, 'rotation', 0)} ${px(center.x * width)} ${px(center.y * height)})`
  const opacity = number(params, 'opacity', 100) / 100
  return `${backdrop(canvas)}<g transform="${turn}" opacity="${opacity}">${spans.join('')}</g>`
}

/** Draws the first input. Without inputs, fills with the background colour or leaves it transparent. */
function backdrop(canvas: Canvas): string {
  const { inputs, params } = canvas
  if (inputs.length > 0) return place(first(canvas), whole(canvas), 'cover')
  return params['show_background'] === false ? '' : ground(canvas, colour(params, 'background', '#ffffff'))
}

const scribble: Layout = (canvas) => {
  const { width, height, params } = canvas
  const line = `M${px(width * 0.2)} ${px(height * 0.4)}c${px(width * 0.2)} ${px(-height * 0.4)} ${px(width * 0.1)} ${px(height * 0.5)} ${px(width * 0.3)} ${px(height * 0.05)}s${px(width * 0.1)} ${px(height * 0.3)} ${px(width * 0.3)} ${px(-height * 0.1)}`
  const brush = `fill="none" stroke="${colour(params, 'color', '#ff0000')}" stroke-width="${number(params, 'size', 12)}" stroke-linecap="round"`
  const isErased = params['erase'] === true
  return place(first(canvas), whole(canvas), 'cover') + (isErased ? '' : `<path d="${line}" ${brush}/>`)
}

/** Layouts of actions that do more than filter pixels, by action id. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  'rotate-image-browser': rotate,
  'crop-image-browser': crop,
  'change-image-ar-browser': reframe,
  'resize-image-browser': resize,
  'color-tint-image-browser': tint,
  'overlay-image-browser': overlay,
  'side-by-side-composite-browser': sideBySide,
  'video-to-frame-grid': frameGrid,
  'add-text-to-image-browser': addText,
  'add-shape-to-image-browser': (canvas) => backdrop(canvas) + shape(canvas),
  'scene-3d-image-browser': (canvas) => backdrop(canvas) + solid(canvas),
  'draw-image-browser': scribble,
  'qr-code-generator-browser': qrCode,
}

/** Draws the first input unchanged, for actions without a layout. */
export const unchanged: Layout = (canvas) => place(first(canvas), whole(canvas), 'cover')
