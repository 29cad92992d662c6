/** Samples of luma, Cb or Cr in raster order. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly samples: Uint8Array
}

/** A 4:2:0 picture, whose luma sides are multiples of 16. Chroma is Cb, then Cr. */
export interface Planes {
  readonly luma: Plane
  readonly chroma: readonly [Plane, Plane]
}

const plane = (width: number, height: number): Plane => ({
  width,
  height,
  samples: new Uint8Array(width * height),
})

/** Converts px to macroblocks, rounded up. */
export const toMacroblocks = (px: number): number => Math.ceil(px / 16)

/**
 * Allocates a picture of whole macroblocks. Players crop it to its size.
 *
 * @param width in px.
 * @param height in px.
 */
export function blankPlanes(width: number, height: number): Planes {
  const [columns, rows] = [toMacroblocks(width), toMacroblocks(height)]
  return {
    luma: plane(columns * 16, rows * 16),
    chroma: [plane(columns * 8, rows * 8), plane(columns * 8, rows * 8)],
  }
}
