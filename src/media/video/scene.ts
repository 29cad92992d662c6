/** A picture with transparency at a position in px. Pixels are RGBA with premultiplied alpha, one byte per channel. */
export interface Sprite {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** A disc, in px. Its colour is red, green and blue, 0 to 255. */
export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly colour: readonly [number, number, number]
}

/** The moving parts of a frame, from back to front. */
export interface Moment {
  readonly discs: readonly Disc[]
  readonly sprites: readonly Sprite[]
}

/** Layers of a video, from back to front: an opaque picture, discs, a still caption, sprites. */
export interface Scene {
  readonly ground: Sprite
  readonly caption: Sprite
  /** @param frame index of the frame, from 0. */
  at(frame: number): Moment
}
