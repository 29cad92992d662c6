import { BitWriter } from './bit-writer.ts'
import { MacroblockCoder } from './macroblock.ts'
import { blankPlanes, type Planes, toMacroblocks } from './planes.ts'
import { QP } from './transform.ts'

/** First bytes of NAL units: nal_ref_idc and nal_unit_type (table 7-1). */
const NAL = { nonIdr: 0x61, idr: 0x65, sps: 0x67, pps: 0x68 } as const
/** Values of slice_type if all slices of the picture have that type (table 7-6). */
const SLICE = { intra: 7, inter: 5 } as const
const FRAME_NUMBER_BITS = 8
/** Constrained Baseline: profile_idc and the constraint_set flags (A.2.1.1). */
export const PROFILE = { idc: 66, constraints: 0xc0 } as const

/** Macroblocks per picture at most by level_idc, at up to 30 pictures per second (table A-1). */
const LEVELS = [
  { idc: 30, macroblocks: 1_350 },
  { idc: 31, macroblocks: 3_600 },
  { idc: 40, macroblocks: 8_160 },
  { idc: 50, macroblocks: 19_660 },
] as const

/** Returns the least level_idc for a size in px. */
export function levelOf(width: number, height: number): number {
  const macroblocks = toMacroblocks(width) * toMacroblocks(height)
  return LEVELS.find((level) => macroblocks <= level.macroblocks)?.idc ?? 51
}

/**
 * Encodes pictures as H.264, Constrained Baseline. Key pictures consist of intra macroblocks; other pictures skip the
 * macroblocks that have not changed (docs/decisions/011-video.md).
 */
export class H264Encoder {
  /** NAL units of the sequence and the picture parameter set. */
  readonly parameterSets: readonly [Uint8Array, Uint8Array]
  readonly #columns: number
  readonly #rows: number
  readonly #coder: MacroblockCoder
  /** frame_num: pictures since the last key picture. */
  #frameNumber = 0
  #keyPictures = 0

  /**
   * @param width even number of px.
   * @param height even number of px.
   */
  constructor(width: number, height: number) {
    this.parameterSets = [sequenceParameters(width, height), pictureParameters()]
    this.#columns = toMacroblocks(width)
    this.#rows = toMacroblocks(height)
    this.#coder = new MacroblockCoder(blankPlanes(width, height))
  }

  /** Encodes a picture that depends on no other (IDR) and returns its NAL unit. */
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

  /** Encodes the macroblocks that changed since the last picture and returns the NAL unit. */
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

  /**
   * Writes the slice header (7.3.3).
   *
   * @param keyPicture idr_pic_id, or null for other pictures.
   */
  #startSlice(bits: BitWriter, type: number, keyPicture: number | null): void {
    bits.writeUnsigned(0)
    bits.writeUnsigned(type)
    bits.writeUnsigned(0)
    bits.write(FRAME_NUMBER_BITS, this.#frameNumber % (1 << FRAME_NUMBER_BITS))
    if (keyPicture === null) {
      // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0, adaptive_ref_pic_marking_mode_flag.
      bits.write(3, 0)
    } else {
      bits.writeUnsigned(keyPicture)
      bits.write(2, 0)
    }
    bits.writeSigned(0)
    // disable_deblocking_filter_idc: the reconstruction of the encoder has no deblocking filter.
    bits.writeUnsigned(1)
  }
}

/** Writes the sequence parameter set (7.3.2.1). */
function sequenceParameters(width: number, height: number): Uint8Array {
  const bits = new BitWriter()
  for (const byte of [PROFILE.idc, PROFILE.constraints, levelOf(width, height)]) bits.write(8, byte)
  bits.writeUnsigned(0)
  bits.writeUnsigned(FRAME_NUMBER_BITS - 4)
  // pic_order_cnt_type 2: output order is decoding order. Then max_num_ref_frames is 1.
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

/** Writes the VUI parameters (E.1.1): BT.709, which players otherwise guess by size, and no reordering of pictures. */
function writeColours(bits: BitWriter): void {
  bits.write(1, 1)
  bits.write(2, 0)
  bits.write(6, 0b1_101_0_1)
  for (let member = 0; member < 3; member += 1) bits.write(8, 1)
  bits.write(5, 0)
  bits.write(2, 0b11)
  for (const value of [0, 0, 10, 10, 0, 1]) bits.writeUnsigned(value)
}

/** Writes the picture parameter set (7.3.2.2). */
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
