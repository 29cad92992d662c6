/** A picture with transparency: RGBA with premultiplied alpha, one byte a channel. Measures are in px. */
export interface Sprite {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** A disc of one colour, in px and in red, green and blue from 0 to 255. */
export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly colour: readonly [number, number, number]
}

/** Everything that moves, at one frame, from back to front. */
export interface Moment {
  readonly discs: readonly Disc[]
  readonly sprites: readonly Sprite[]
}

/** A film: an opaque still picture, discs, a still caption in front of them, and sprites in front of all. */
export interface Scene {
  readonly ground: Sprite
  readonly caption: Sprite
  /** @param frame number of the frame, counted from 0. */
  at(frame: number): Moment
}
