import { rotatedBox } from './rotated-box.ts'

type Params = Readonly<Record<string, unknown>>

/** What an action is given unless its own params say more: nothing is known of its inputs, as they are never read. */
const SOURCE = { width: 1024, height: 768 }
const SECONDS = 5

/** The size and duration that the params of an action ask for, each action in its own words, in those of models. */
const READ: Readonly<Record<string, (params: Params) => Params>> = {
  'change-image-ar-browser': ({ aspect_ratio: ratio }) => sized(undefined, undefined, ratio),
  'scene-3d-image-browser': ({ aspect_ratio: ratio }) => sized(undefined, undefined, ratio),
  'resize-image-browser': resized,
  'rotate-image-browser': rotated,
  'crop-image-browser': ({ size }) =>
    sized(SOURCE.width * share(size, 'x'), SOURCE.height * share(size, 'y')),
  'qr-code-generator-browser': ({ size }) => sized(size, size),
  'add-shape-to-image-browser': ({ width, height }) => sized(width, height),
  'add-text-to-image-browser': ({ dimensions }) => sized(member(dimensions, 'x'), member(dimensions, 'y')),
  'video-to-frame-grid': ({ cols, rows, cell_width: cell, gap }) =>
    sized(
      number(cols, 3) * number(cell, 320) + number(gap, 0) * (number(cols, 3) - 1),
      number(rows, 3) * number(cell, 320) * (9 / 16) + number(gap, 0) * (number(rows, 3) - 1),
    ),
  'ken-burns-video': ({ duration }) => ({ duration }),
  'change-video-ar': ({ aspect_ratio: ratio }) => ({ aspect_ratio: ratio }),
  'resize-video': ({ resolution, custom_resolution: custom }) => {
    const height = Math.min(number(resolution === 'custom' ? custom : Number(resolution), 1080), 2160)
    return sized((height * 16) / 9, height)
  },
  'speed-up-video': ({ factor }) => ({ duration: SECONDS / number(factor, 1) }),
  'slow-down-video': ({ factor }) => ({ duration: SECONDS * number(factor, 1) }),
  'split-audio-from-video': ({ audio_format: format }) => ({ audio_format: format }),
  // Whose `duration` is the name of an input, and whose `aspect_ratio` may be `auto`.
  'merge-audio-into-video': () => ({}),
  'stitch-videos': ({ aspect_ratio: ratio }) => ({ aspect_ratio: ratio, duration: SECONDS * 2 }),
}

export function outputParams(actionId: string, params: Params): Params {
  const read = Object.hasOwn(READ, actionId) ? READ[actionId] : undefined
  if (read !== undefined) return read(params)
  return actionId.endsWith('-browser') ? sized() : { duration: SECONDS }
}

function sized(width: unknown = SOURCE.width, height: unknown = SOURCE.height, ratio?: unknown): Params {
  return typeof ratio === 'string' ? { aspect_ratio: ratio } : { width: clamp(width), height: clamp(height) }
}

/** A canvas that stays, grows around the turned picture, or shrinks to what has no empty corners. */
function rotated({ angle, canvas_mode: mode }: Params): Params {
  const around = rotatedBox(SOURCE, number(angle, 90))
  if (mode === 'keep') return sized()
  if (mode !== 'shrink') return sized(around.width, around.height)
  const within = Math.min(SOURCE.width / around.width, SOURCE.height / around.height)
  return sized(SOURCE.width * within, SOURCE.height * within)
}

function resized({ mode, width, height, longest, percent }: Params): Params {
  switch (mode) {
    case 'percent':
      return sized((SOURCE.width * number(percent, 100)) / 100, (SOURCE.height * number(percent, 100)) / 100)
    case 'longest':
      return sized(longest, (number(longest, SOURCE.width) * SOURCE.height) / SOURCE.width)
    default:
      return sized(width, height)
  }
}

/** As large as images may be (dimensions.ts): what asks for more gets that. */
const clamp = (value: unknown): number =>
  Math.min(4096, Math.max(16, Math.round(number(value, SOURCE.width))))

const number = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback)

function member(value: unknown, name: 'x' | 'y'): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}

const share = (size: unknown, name: 'x' | 'y'): number =>
  Math.min(1, Math.max(0.05, number(member(size, name), 1)))
