import type { BitWriter } from './bit-writer.ts'
import { CHROMA_TOTAL_ZEROS, type Code, COEFF_TOKEN, RUN_BEFORE, TOTAL_ZEROS } from './cavlc-tables.ts'

/** The nC of chroma DC blocks (9.2.1). */
export const CHROMA_DC = -1

/**
 * Writes `residual_block_cavlc` (9.2): `count` levels in zigzag order from `start`.
 *
 * @param nC predicted number of coefficients, which chooses the table.
 * @returns the number of levels other than zero.
 */
export function writeCoefficients(
  bits: BitWriter,
  levels: Int32Array,
  start: number,
  count: number,
  nC: number,
): number {
  let last = start + count - 1
  while (last >= start && levels[last] === 0) last -= 1
  let total = 0
  for (let index = start; index <= last; index += 1) if (levels[index] !== 0) total += 1
  const ones = trailingOnes(levels, start, last)
  writeToken(bits, total, ones, nC)
  if (total === 0) return 0
  writeLevels(bits, levels, start, last, total, ones)
  const zeros = last - start + 1 - total
  if (total < count) {
    const table = nC === CHROMA_DC ? CHROMA_TOTAL_ZEROS : TOTAL_ZEROS
    put(bits, table[total - 1]?.[zeros])
  }
  writeRuns(bits, levels, start, last, zeros)
  return total
}

/** Counts the levels of ±1 at the end, up to three. */
function trailingOnes(levels: Int32Array, start: number, last: number): number {
  let ones = 0
  for (let index = last; index >= start && ones < 3; index -= 1) {
    const level = levels[index] ?? 0
    if (level === 0) continue
    if (level !== 1 && level !== -1) break
    ones += 1
  }
  return ones
}

/** Writes coeff_token (9.2.1). */
function writeToken(bits: BitWriter, total: number, ones: number, nC: number): void {
  // From nC 8 on, all tokens have six bits.
  if (nC >= 8) {
    bits.write(6, total === 0 ? 3 : ((total - 1) << 2) | ones)
    return
  }
  const table = nC === CHROMA_DC ? 3 : nC < 2 ? 0 : nC < 4 ? 1 : 2
  put(bits, COEFF_TOKEN[table]?.[ones]?.[total - ones])
}

/** Writes the signs of trailing ones, then the other levels in an adaptive code, from the last to the first (9.2.2). */
function writeLevels(
  bits: BitWriter,
  levels: Int32Array,
  start: number,
  last: number,
  total: number,
  ones: number,
): void {
  let seen = 0
  let suffixLength = total > 10 && ones < 3 ? 1 : 0
  for (let index = last; index >= start; index -= 1) {
    const level = levels[index] ?? 0
    if (level === 0) continue
    seen += 1
    if (seen <= ones) {
      bits.write(1, level < 0 ? 1 : 0)
      continue
    }
    const magnitude = Math.abs(level)
    let code = 2 * magnitude - 2 + (level < 0 ? 1 : 0)
    // After fewer than three trailing ones, the next level cannot be ±1.
    if (seen === ones + 1 && ones < 3) code -= 2
    writeLevel(bits, code, suffixLength)
    if (suffixLength === 0) suffixLength = 1
    if (magnitude > 3 << (suffixLength - 1) && suffixLength < 6) suffixLength += 1
  }
}

/** Writes level_prefix and level_suffix (9.2.2.1). */
function writeLevel(bits: BitWriter, code: number, suffixLength: number): void {
  if (suffixLength === 0 && code >= 14) {
    if (code < 30) {
      bits.write(15, 1)
      bits.write(4, code - 14)
    } else {
      bits.write(16, 1)
      bits.write(12, code - 30)
    }
    return
  }
  const prefix = code >> suffixLength
  if (prefix < 15) {
    bits.write(prefix + 1, 1)
    bits.write(suffixLength, code & ((1 << suffixLength) - 1))
    return
  }
  bits.write(16, 1)
  bits.write(12, code - (15 << suffixLength))
}

/** Writes run_before of each level, from the last on (9.2.3). The run of the first follows from the others. */
function writeRuns(bits: BitWriter, levels: Int32Array, start: number, last: number, zeros: number): void {
  let left = zeros
  let index = last
  while (left > 0) {
    let run = 0
    while (levels[index - 1 - run] === 0 && index - 1 - run >= start) run += 1
    // The remaining zeros precede the first level.
    if (index - 1 - run < start) return
    put(bits, RUN_BEFORE[Math.min(left, 7) - 1]?.[run])
    left -= run
    index -= run + 1
  }
}

function put(bits: BitWriter, code: Code | undefined): void {
  if (code === undefined) throw new Error('There is no code for these coefficients')
  bits.write(code.length, code.bits)
}
