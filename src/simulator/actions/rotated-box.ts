import { cosineOfTurns, sineOfTurns } from '../../kernel/sine.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/** Returns the bounding box of a rectangle that is rotated about its centre. */
export function rotatedBox({ width, height }: Size, degrees: number): Size {
  const turns = degrees / 360
  const [cos, sin] = [Math.abs(cosineOfTurns(turns)), Math.abs(sineOfTurns(turns))]
  return { width: width * cos + height * sin, height: width * sin + height * cos }
}
