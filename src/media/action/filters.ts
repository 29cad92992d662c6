import { type Canvas, colour, number, text } from './canvas.ts'

const GREY = '<feColorMatrix type="saturate" values="0"/>'

/** Applies one transfer function to red, green and blue. */
const transfer = (attributes: string): string =>
  `<feComponentTransfer>${['R', 'G', 'B'].map((channel) => `<feFunc${channel} ${attributes}/>`).join('')}</feComponentTransfer>`

/** Interpolates between values at equal distances. */
const table = (...values: number[]): string => transfer(`type="table" tableValues="${values.join(' ')}"`)
/** Rounds each channel to `count` levels. */
const steps = (count: number): string =>
  transfer(
    `type="discrete" tableValues="${Array.from({ length: count }, (_, index) => (index / (count - 1)).toFixed(3)).join(' ')}"`,
  )
/**
 * Changes the distance from middle grey.
 *
 * @param slope 1 changes nothing.
 */
const contrast = (slope: number): string =>
  transfer(`type="linear" slope="${slope}" intercept="${(0.5 - slope / 2).toFixed(3)}"`)
/** Mixes channels by the 15 factors of three rows; alpha is kept. */
const matrix = (...values: number[]): string =>
  `<feColorMatrix type="matrix" values="${values.join(' ')} 0 0 0 1 0"/>`

const SEPIA = matrix(0.393, 0.769, 0.189, 0, 0, 0.349, 0.686, 0.168, 0, 0, 0.272, 0.534, 0.131, 0, 0)
const WARM = matrix(1.08, 0.06, 0, 0, 0.02, 0, 1, 0, 0, 0.01, 0, 0, 0.86, 0, 0.02)

/** Looks of the colour filter, by name. An unknown name changes nothing. */
const LOOKS: Readonly<Record<string, (params: Canvas['params']) => string>> = {
  grayscale: () => GREY,
  sepia: () => SEPIA,
  invert: () => table(1, 0),
  bw: (params) => {
    const share = Math.min(19, Math.max(1, Math.round((number(params, 'bw_threshold', 128) / 255) * 20)))
    return (
      GREY +
      transfer(
        `type="discrete" tableValues="${Array.from({ length: 20 }, (_, index) => (index < share ? 0 : 1)).join(' ')}"`,
      )
    )
  },
  posterize: (params) => steps(Math.max(2, Math.round(number(params, 'posterize_bits', 4)))),
  solarize: () => table(0, 1, 0),
  duotone: (params) =>
    GREY + duotone(colour(params, 'shadow_color', '#000000'), colour(params, 'highlight_color', '#ffffff')),
  moon: () => GREY + contrast(1.1),
  noir: () => GREY + contrast(1.5),
  clarendon: () => `<feColorMatrix type="saturate" values="1.35"/>${contrast(1.2)}`,
  nashville: () => WARM + contrast(0.9),
  fade: () => `<feColorMatrix type="saturate" values="0.7"/>${table(0.14, 0.92)}`,
  crossprocess: () => `${matrix(1.1, 0, 0, 0, -0.03, 0, 1.15, 0, 0, 0, 0, 0, 0.8, 0, 0.12)}${contrast(1.15)}`,
  colorpop: () => '<feColorMatrix type="saturate" values="1.8"/>',
  halftone: () => GREY + steps(3),
}

/** Maps grey values to colours between two of the form `#rrggbb`. */
function duotone(shadow: string, highlight: string): string {
  const channels = ['R', 'G', 'B'].map((channel, index) => {
    const [low, high] = [shadow, highlight].map((hex) =>
      Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16),
    )
    return `<feFunc${channel} type="table" tableValues="${((low ?? 0) / 255).toFixed(3)} ${((high ?? 0) / 255).toFixed(3)}"/>`
  })
  return `<feComponentTransfer>${channels.join('')}</feComponentTransfer>`
}

function blur({ params }: Canvas): string {
  const radius = Math.max(0, number(params, 'radius', 10))
  const spread = text(params, 'blur_type') === 'motion' ? `${radius} 0` : `${radius}`
  return `<feGaussianBlur stdDeviation="${spread}"/>`
}

function grade({ params }: Canvas): string {
  const brightness = number(params, 'brightness', 1)
  return [
    `<feColorMatrix type="saturate" values="${number(params, 'saturation', 1)}"/>`,
    `<feColorMatrix type="hueRotate" values="${number(params, 'hue_shift', 0)}"/>`,
    transfer(`type="linear" slope="${brightness}"`),
    contrast(number(params, 'contrast', 1)),
  ].join('')
}

function shader({ params }: Canvas): string {
  const shift = number(params, 'shift', 8)
  switch (text(params, 'effect')) {
    case 'chromatic':
    case 'glitch':
      return `<feColorMatrix in="SourceGraphic" result="red" values="1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0"/><feOffset in="red" result="moved" dx="${shift}"/><feColorMatrix in="SourceGraphic" result="rest" values="0 0 0 0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 1 0"/><feBlend in="moved" in2="rest" mode="screen"/>`
    case 'edges':
      return '<feConvolveMatrix order="3" kernelMatrix="-1 -1 -1 -1 8 -1 -1 -1 -1" preserveAlpha="true"/>'
    case 'bloom':
      return '<feGaussianBlur in="SourceGraphic" stdDeviation="14" result="soft"/><feBlend in="SourceGraphic" in2="soft" mode="screen"/>'
    default:
      return contrast(1.2)
  }
}

/** Content of the SVG `filter` of each action that changes pixels in place, by action id. */
export const FILTERS: Readonly<Record<string, (canvas: Canvas) => string>> = {
  'blur-image-browser': blur,
  'color-grade-image-browser': grade,
  'color-filter-image-browser': ({ params }) => {
    const name = text(params, 'filter')
    return Object.hasOwn(LOOKS, name) ? (LOOKS[name]?.(params) ?? '') : ''
  },
  'shader-effect-browser': shader,
  'video-to-long-exposure': () => '<feGaussianBlur stdDeviation="26 2"/>',
}
