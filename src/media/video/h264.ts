import { BitWriter } from './bit-writer.ts'
import { MacroblockCoder } from './macroblock.ts'
import { blankPlanes, type Planes, toMacroblocks } from './planes.ts'
import { QP } from './transform.ts'

/** Types of NAL units, with the bits that say how much they are needed. */
const NAL = { nonIdr: 0x61, idr: 0x65, sps: 0x67, pps: 0x68 } as const
/** Numbers of slices of which the whole picture consists. */
const SLICE = { intra: 7, inter: 5 } as const
const FRAME_NUMBER_BITS = 8
export const PROFILE = { idc: 66, constraints: 0xc0 } as const

/** The least level that allows so many macroblocks, at up to 30 pictures a second (table A-1). */
const LEVELS = [
  { idc: 30, macroblocks: 1_350 },
  { idc: 31, macroblocks: 3_600 },
  { idc: 40, macroblocks: 8_160 },
  { idc: 50, macroblocks: 19_660 },
] as const

export function levelOf(width: number, height: number): number {
  const macroblocks = toMacroblocks(width) * toMacroblocks(height)
  return LEVELS.find((level) => macroblocks <= level.macroblocks)?.idc ?? 51
}

/**
 * Encodes pictures as H.264, Constrained Baseline: key pictures in which each macroblock continues its neighbours, and
 * others, in which the macroblocks that have not changed are skipped (docs/decisions/011-video.md).
 */
export class H264Encoder {
  readonly parameterSets: readonly [Uint8Array, Uint8Array]
  readonly #columns: number
  readonly #rows: number
  readonly #coder: MacroblockCoder
  /** Since the last key picture. */
  #frameNumber = 0
  #keyPictures = 0

  /** Sides must be even. */
  constructor(width: number, height: number) {
    this.parameterSets = [sequenceParameters(width, height), pictureParameters()]
    this.#columns = toMacroblocks(width)
    this.#rows = toMacroblocks(height)
    this.#coder = new MacroblockCoder(blankPlanes(width, height))
  }

  /** A picture that needs no other. */
  encodeKey(picture: Planes): Uint8Array {
    this.#frameNumber = 0
    this.#keyPictures += 1
    const bits = new BitWriter()
    this.#startSlice(bits, SLICE.intra, this.#keyPictures % 2)
    this.#coder.clear()
    for (let row = 0; row < this.#rows; row += 1) {
      for (let column = 0; column < this.#columns; column += 1) {
        this.#coder.write(bits, picture, column, row, 'intra')
      }
    }
    return bits.toNalUnit(NAL.idr)
  }

  /** What has changed since the last picture. */
  encodeDelta(picture: Planes, hasChanged: (column: number, row: number) => boolean): Uint8Array {
    this.#frameNumber += 1
    const bits = new BitWriter()
    this.#startSlice(bits, SLICE.inter, null)
    this.#coder.clear()
    let skipped = 0
    for (let row = 0; row < this.#rows; row += 1) {
      for (let column = 0; column < this.#columns; column += 1) {
        if (!hasChanged(column, row)) {
          skipped += 1
          continue
        }
        bits.writeUnsigned(skipped)
        skipped = 0
        this.#coder.write(bits, picture, column, row, 'inter')
      }
    }
    if (skipped > 0) bits.writeUnsigned(skipped)
    return bits.toNalUnit(NAL.nonIdr)
  }

  #startSlice(bits: BitWriter, type: number, keyPicture: number | null): void {
    bits.writeUnsigned(0)
    bits.writeUnsigned(type)
    bits.writeUnsigned(0)
    bits.write(FRAME_NUMBER_BITS, this.#frameNumber % (1 << FRAME_NUMBER_BITS))
    if (keyPicture === null) {
      // No other number of references, no other order of them, and no marking of them.
      bits.write(3, 0)
    } else {
      bits.writeUnsigned(keyPicture)
      bits.write(2, 0)
    }
    bits.writeSigned(0)
    // No deblocking: the coder would have to do it too.
    bits.writeUnsigned(1)
  }
}

function sequenceParameters(width: number, height: number): Uint8Array {
  const bits = new BitWriter()
  for (const byte of [PROFILE.idc, PROFILE.constraints, levelOf(width, height)]) bits.write(8, byte)
  bits.writeUnsigned(0)
  bits.writeUnsigned(FRAME_NUMBER_BITS - 4)
  // Pictures are shown in the order in which they come, and refer to the one before.
  bits.writeUnsigned(2)
  bits.writeUnsigned(1)
  bits.write(1, 0)
  bits.writeUnsigned(toMacroblocks(width) - 1)
  bits.writeUnsigned(toMacroblocks(height) - 1)
  bits.write(2, 0b11)
  bits.write(1, 1)
  for (const side of [width, height]) {
    bits.writeUnsigned(0)
    bits.writeUnsigned((toMacroblocks(side) * 16 - side) / 2)
  }
  writeColours(bits)
  return bits.toNalUnit(NAL.sps)
}

/** BT.709, as is usual for video: without it players guess by the size. And that nothing is reordered. */
function writeColours(bits: BitWriter): void {
  bits.write(1, 1)
  bits.write(2, 0)
  bits.write(6, 0b1_101_0_1)
  for (let member = 0; member < 3; member += 1) bits.write(8, 1)
  bits.write(5, 0)
  bits.write(2, 0b11)
  for (const value of [0, 0, 10, 10, 0, 1]) bits.writeUnsigned(value)
}

function pictureParameters(): Uint8Array {
  const bits = new BitWriter()
  bits.writeUnsigned(0)
  bits.writeUnsigned(0)
  bits.write(2, 0)
  for (const value of [0, 0, 0]) bits.writeUnsigned(value)
  bits.write(3, 0)
  bits.writeSigned(QP - 26)
  bits.writeSigned(0)
  bits.writeSigned(0)
  bits.write(3, 0b100)
  return bits.toNalUnit(NAL.pps)
}
