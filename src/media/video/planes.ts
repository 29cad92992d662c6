/** One plane of a picture: brightness, or one of the two differences of colour. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly samples: Uint8Array
}

/** A picture as video has it: one sample of colour to four of brightness; sides are multiples of 16. */
export interface Planes {
  readonly luma: Plane
  readonly chroma: readonly [Plane, Plane]
}

const plane = (width: number, height: number): Plane => ({
  width,
  height,
  samples: new Uint8Array(width * height),
})

export const toMacroblocks = (px: number): number => Math.ceil(px / 16)

/** For a picture of that size; room beyond it is cut off by players. */
export function blankPlanes(width: number, height: number): Planes {
  const [columns, rows] = [toMacroblocks(width), toMacroblocks(height)]
  return {
    luma: plane(columns * 16, rows * 16),
    chroma: [plane(columns * 8, rows * 8), plane(columns * 8, rows * 8)],
  }
}
