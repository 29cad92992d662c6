export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Larger videos are made smaller, in their own proportions. */
const VIDEO_PIXELS_MAX = 1920 * 1080

type Params = Readonly<Record<string, unknown>>

/** Keeps a picture cheap to make and to download whatever a client asks for. */
const SIDE_PX = { min: 16, max: 4096 }
/** Wider than 8:1 is a mistake or an attack; the sides above could not hold it either. */
const RATIO_MAX = 8
/** Encoders want even sides; the models that were measured give multiples of 8. */
const SIDE_STEP_PX = 8

/** Area in pixels of FLORA's resolution classes for images; `1k` and `1K` are both in use. */
const IMAGE_CLASS_SIDE: Readonly<Record<string, number>> = { '1k': 1024, '2k': 2048, '4k': 4096 }
/** The shorter side of a video at each resolution class. */
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

/** Pixel size of an image for `aspect_ratio`, `resolution`, or `width` and `height`; square 1024 when none is given. */
export function imageSize(params: Params): PixelSize {
  const exact = exactSize(params)
  if (exact !== null) return exact
  const ratio = aspectRatio(params['aspect_ratio']) ?? 1
  const side = classOf(IMAGE_CLASS_SIDE, params['resolution']) ?? 1024
  // Equal area at every ratio, as the measured models do; the long side is capped, the ratio kept.
  const width = Math.min(side * Math.sqrt(ratio), SIDE_PX.max, SIDE_PX.max * ratio)
  return { width: toStep(width), height: toStep(width / ratio) }
}

/** Pixel size of a video for `aspect_ratio` and `resolution`; 1280×720 when neither is given. Sides are even. */
export function videoSize(params: Params): PixelSize {
  const { width, height } = exactSize(params) ?? classSize(params)
  // A clip of twice the sides would take four times as long to make, and nobody looks at its details.
  const scale = Math.min(1, Math.sqrt(VIDEO_PIXELS_MAX / (width * height)))
  return { width: toEven(width * scale), height: toEven(height * scale) }
}

function classSize(params: Params): PixelSize {
  const ratio = aspectRatio(params['aspect_ratio']) ?? 16 / 9
  const short = classOf(VIDEO_CLASS_SHORT_SIDE, params['resolution']) ?? 720
  const width = Math.min(ratio >= 1 ? short * ratio : short, SIDE_PX.max, SIDE_PX.max * ratio)
  return { width: toStep(width), height: toStep(width / ratio) }
}

/**
 * Width over height. Reads the spellings of the catalogue: `4:3`, `1024x768`, `landscape_16_9`, `portrait_4_3` (upright,
 * so 3:4), `square_1_1`, `square`. Unknown values give null: production accepts them and uses the model's default.
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

function exactSize(params: Params): PixelSize | null {
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

/** Videos have a sample of colour for each two pixels. */
const toEven = (px: number): number => Math.max(SIDE_PX.min, Math.round(px / 2) * 2)

function toStep(px: number): number {
  return Math.max(SIDE_PX.min, Math.round(px / SIDE_STEP_PX) * SIDE_STEP_PX)
}
