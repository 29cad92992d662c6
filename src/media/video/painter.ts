import { blend, blendDisc, copy, toPlanes } from './pixels.ts'
import { type Planes, toMacroblocks } from './planes.ts'
import type { Disc, Moment, Scene, Sprite } from './scene.ts'

/** Bounds in px, inclusive. */
interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Paints frames of a scene into planes. Only macroblocks that changed since the last frame are painted. */
export class Painter {
  readonly #scene: Scene
  readonly #planes: Planes
  readonly #columns: number
  readonly #rows: number
  readonly #changed: Uint8Array
  /** Red, green and blue of the macroblock that is being painted. */
  readonly #pixels = new Int32Array(16 * 16 * 3)
  #last: Moment | null = null

  constructor(scene: Scene, planes: Planes) {
    this.#scene = scene
    this.#planes = planes
    this.#columns = toMacroblocks(planes.luma.width)
    this.#rows = toMacroblocks(planes.luma.height)
    this.#changed = new Uint8Array(this.#columns * this.#rows)
  }

  readonly hasChanged = (column: number, row: number): boolean =>
    this.#changed[row * this.#columns + column] === 1

  /** Paints a frame, the first one wholly. Frames must be painted in order. */
  paint(frame: number): void {
    const moment = this.#scene.at(frame)
    this.#markChanges(this.#last, moment)
    this.#last = moment
    for (let row = 0; row < this.#rows; row += 1) {
      for (let column = 0; column < this.#columns; column += 1) {
        if (this.hasChanged(column, row)) this.#paintMacroblock(moment, column, row)
      }
    }
  }

  #markChanges(last: Moment | null, moment: Moment): void {
    this.#changed.fill(last === null ? 1 : 0)
    if (last === null) return
    for (const sprite of [...last.sprites, ...moment.sprites]) this.#mark(boxOfSprite(sprite), () => true)
    for (const [index, now] of moment.discs.entries()) {
      const before = last.discs[index] ?? now
      // The inside of a disc does not change, as its colour is even.
      const moves = (left: number, top: number): boolean => {
        const [was, is] = [placeOf(before, left, top), placeOf(now, left, top)]
        return was !== is || is === 'edge'
      }
      for (const disc of [before, now]) this.#mark(boxOf(disc), moves)
    }
  }

  #mark({ left, top, right, bottom }: Box, moves: (left: number, top: number) => boolean): void {
    const lastRow = Math.min(this.#rows - 1, Math.floor(bottom / 16))
    const lastColumn = Math.min(this.#columns - 1, Math.floor(right / 16))
    for (let row = Math.max(0, Math.floor(top / 16)); row <= lastRow; row += 1) {
      for (let column = Math.max(0, Math.floor(left / 16)); column <= lastColumn; column += 1) {
        if (moves(column * 16, row * 16)) this.#changed[row * this.#columns + column] = 1
      }
    }
  }

  #paintMacroblock({ discs, sprites }: Moment, column: number, row: number): void {
    const left = column * 16
    const top = row * 16
    copy(this.#pixels, this.#scene.ground, left, top)
    for (const disc of discs) if (touches(boxOf(disc), left, top)) blendDisc(this.#pixels, disc, left, top)
    blend(this.#pixels, this.#scene.caption, left, top)
    for (const sprite of sprites) blend(this.#pixels, sprite, left, top)
    toPlanes(this.#pixels, this.#planes, column, row)
  }
}

const boxOfSprite = ({ x, y, width, height }: Sprite): Box => ({
  left: x,
  top: y,
  right: x + width - 1,
  bottom: y + height - 1,
})

const boxOf = ({ x, y, radius }: Disc): Box => ({
  left: x - radius - 1,
  top: y - radius - 1,
  right: x + radius + 1,
  bottom: y + radius + 1,
})

/** Classifies the macroblock at `left` and `top` by its position relative to a disc. */
function placeOf({ x, y, radius }: Disc, left: number, top: number): 'inside' | 'outside' | 'edge' {
  const [fromX, toX, fromY, toY] = [left - x, left + 16 - x, top - y, top + 16 - y]
  const farX = Math.max(fromX * fromX, toX * toX)
  const farY = Math.max(fromY * fromY, toY * toY)
  if (farX + farY <= (radius - 1) * (radius - 1)) return 'inside'
  const [nearX, nearY] = [Math.max(fromX, -toX, 0), Math.max(fromY, -toY, 0)]
  return nearX * nearX + nearY * nearY >= (radius + 1) * (radius + 1) ? 'outside' : 'edge'
}

const touches = (box: Box, left: number, top: number): boolean =>
  box.right >= left && box.left < left + 16 && box.bottom >= top && box.top < top + 16
