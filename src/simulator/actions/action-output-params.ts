import { SIDE_PX } from '../runs/dimensions.ts'
import type { RunParams } from '../runs/plan.ts'
import { rotatedBox } from './rotated-box.ts'

/** Assumed size of input images and videos in px. The emulator does not read the files of inputs. */
const SOURCE = { width: 1024, height: 768 }
/** Assumed duration of input videos and sound. */
const SECONDS = 5

/** Readers of the params of an action, by its id. They return size, duration and format as the params of models name them. */
const READERS: Readonly<Record<string, (params: RunParams) => RunParams>> = {
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
  // Its `duration` is the name of an input, and its `aspect_ratio` may be `auto`.
  'merge-audio-into-video': () => ({}),
  'stitch-videos': ({ aspect_ratio: ratio }) => ({ aspect_ratio: ratio, duration: SECONDS * 2 }),
}

/**
 * Converts the params of an action to those of a model, from which size, duration and format of an output follow. Actions
 * without a reader return outputs of the assumed size or duration of their inputs.
 */
export function outputParams(actionId: string, params: RunParams): RunParams {
  const read = Object.hasOwn(READERS, actionId) ? READERS[actionId] : undefined
  if (read !== undefined) return read(params)
  return actionId.endsWith('-browser') ? sized() : { duration: SECONDS }
}

function sized(width: unknown = SOURCE.width, height: unknown = SOURCE.height, ratio?: unknown): RunParams {
  return typeof ratio === 'string' ? { aspect_ratio: ratio } : { width: clamp(width), height: clamp(height) }
}

/** Size of a rotated picture, whose canvas keeps its size, grows around the picture, or shrinks inside it. */
function rotated({ angle, canvas_mode: mode }: RunParams): RunParams {
  const around = rotatedBox(SOURCE, number(angle, 90))
  if (mode === 'keep') return sized()
  if (mode !== 'shrink') return sized(around.width, around.height)
  const within = Math.min(SOURCE.width / around.width, SOURCE.height / around.height)
  return sized(SOURCE.width * within, SOURCE.height * within)
}

function resized({ mode, width, height, longest, percent }: RunParams): RunParams {
  switch (mode) {
    case 'percent':
      return sized((SOURCE.width * number(percent, 100)) / 100, (SOURCE.height * number(percent, 100)) / 100)
    case 'longest':
      return sized(longest, (number(longest, SOURCE.width) * SOURCE.height) / SOURCE.width)
    default:
      return sized(width, height)
  }
}

const clamp = (value: unknown): number =>
  Math.min(SIDE_PX.max, Math.max(SIDE_PX.min, Math.round(number(value, SOURCE.width))))

const number = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback)

function member(value: unknown, name: 'x' | 'y'): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}

const share = (size: unknown, name: 'x' | 'y'): number =>
  Math.min(1, Math.max(0.05, number(member(size, name), 1)))
