import type { RunParams } from './plan.ts'

/** Size in px. */
export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Pixels of a frame. Larger videos are scaled down in proportion. */
const VIDEO_PIXELS_MAX = 1920 * 1080

/** Length of a side. The maximum keeps pictures cheap to render and to download. */
export const SIDE_PX = { min: 16, max: 4096 }
/** Highest ratio of the sides. More is a mistake or an attack. */
const RATIO_MAX = 8
/** Encoders need even sides, and the measured models return multiples of 8. */
const SIDE_STEP_PX = 8

/** Side of a square image in px, by FLORA's resolution class in lower case; the catalogue has `1k` and `1K`. */
const IMAGE_CLASS_SIDE: Readonly<Record<string, number>> = { '1k': 1024, '2k': 2048, '4k': 4096 }
/** Shorter side of a video in px, by resolution class. */
const VIDEO_CLASS_SHORT_SIDE: Readonly<Record<string, number>> = {
  '360p': 360,
  '480p': 480,
  '540p': 540,
  '720p': 720,
  '768p': 768,
  '1080p': 1080,
  '2k': 1440,
  '4k': 2160,
}

/**
 * Returns the size of an image from `width` and `height`, or from `aspect_ratio` and `resolution`.
 *
 * @default 1024×1024
 */
export function imageSize(params: RunParams): PixelSize {
  const exact = exactSize(params)
  if (exact !== null) return exact
  const ratio = aspectRatio(params['aspect_ratio']) ?? 1
  const side = classOf(IMAGE_CLASS_SIDE, params['resolution']) ?? 1024
  // Every ratio has the same area, as in the measured models. A long side is cut without a change of the ratio.
  const width = Math.min(side * Math.sqrt(ratio), SIDE_PX.max, SIDE_PX.max * ratio)
  return { width: toStep(width), height: toStep(width / ratio) }
}

/**
 * Returns the size of a video, with even sides, from `width` and `height`, or from `aspect_ratio` and `resolution`.
 *
 * @default 1280×720
 */
export function videoSize(params: RunParams): PixelSize {
  const { width, height } = exactSize(params) ?? classSize(params)
  // The time to encode a clip grows with its pixels, and tests do not need its details.
  const scale = Math.min(1, Math.sqrt(VIDEO_PIXELS_MAX / (width * height)))
  return { width: toEven(width * scale), height: toEven(height * scale) }
}

function classSize(params: RunParams): PixelSize {
  const ratio = aspectRatio(params['aspect_ratio']) ?? 16 / 9
  const short = classOf(VIDEO_CLASS_SHORT_SIDE, params['resolution']) ?? 720
  const width = Math.min(ratio >= 1 ? short * ratio : short, SIDE_PX.max, SIDE_PX.max * ratio)
  return { width: toStep(width), height: toStep(width / ratio) }
}

/**
 * Returns width divided by height. Reads the spellings of the catalogue: `4:3`, `1024x768`, `landscape_16_9`,
 * `portrait_4_3` (which is 3:4), `square_1_1`, `square`.
 *
 * @returns null for an unknown value, which production accepts and replaces by the model's default
 */
export function aspectRatio(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const text = value.trim().toLowerCase()
  if (text === 'square' || text === 'square_hd') return 1
  const named = /^(landscape|portrait|square)_(\d{1,5})_(\d{1,5})$/.exec(text)
  if (named !== null) {
    const ratio = ratioOf(named[2], named[3])
    if (ratio === null) return null
    return named[1] === 'portrait' ? Math.min(ratio, 1 / ratio) : Math.max(ratio, 1 / ratio)
  }
  const plain = /^(\d{1,5}(?:\.\d{1,3})?)\s*[:x/]\s*(\d{1,5}(?:\.\d{1,3})?)$/.exec(text)
  return plain === null ? null : ratioOf(plain[1], plain[2])
}

function ratioOf(width: string | undefined, height: string | undefined): number | null {
  const ratio = Number(width) / Number(height)
  return Number.isFinite(ratio) && ratio >= 1 / RATIO_MAX && ratio <= RATIO_MAX ? ratio : null
}

function exactSize(params: RunParams): PixelSize | null {
  const { width, height } = params
  if (typeof width !== 'number' || typeof height !== 'number') return null
  if (!(width >= SIDE_PX.min && height >= SIDE_PX.min)) return null
  if (!(width <= SIDE_PX.max && height <= SIDE_PX.max)) return null
  return { width: Math.round(width), height: Math.round(height) }
}

function classOf(table: Readonly<Record<string, number>>, value: unknown): number | null {
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null
}

/** Rounds to an even side, because videos have one sample of colour for two pixels. */
const toEven = (px: number): number => Math.max(SIDE_PX.min, Math.round(px / 2) * 2)

function toStep(px: number): number {
  return Math.max(SIDE_PX.min, Math.round(px / SIDE_STEP_PX) * SIDE_STEP_PX)
}
