/** Collects the bits of a NAL unit, most significant first. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16)
  #length = 0
  #pending = 0
  #pendingBits = 0

  /**
   * Writes `u(n)`.
   *
   * @param length number of bits, at most 24.
   */
  write(length: number, value: number): void {
    this.#pending = (this.#pending << length) | value
    this.#pendingBits += length
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8
      this.#append((this.#pending >>> this.#pendingBits) & 0xff)
    }
    this.#pending &= (1 << this.#pendingBits) - 1
  }

  /** Writes an unsigned Exp-Golomb code, `ue(v)` (9.1). */
  writeUnsigned(value: number): void {
    const length = 32 - Math.clz32(value + 1)
    this.write(length - 1, 0)
    this.write(length, value + 1)
  }

  /** Writes a signed Exp-Golomb code, `se(v)` (9.1.1). */
  writeSigned(value: number): void {
    this.writeUnsigned(value > 0 ? 2 * value - 1 : -2 * value)
  }

  /**
   * Ends the bits and returns the NAL unit, with emulation prevention bytes (7.3.1).
   *
   * @param header its first byte.
   */
  toNalUnit(header: number): Uint8Array {
    this.write(1, 1)
    if (this.#pendingBits > 0) this.write(8 - this.#pendingBits, 0)
    const unit = new Uint8Array(1 + Math.ceil(this.#length * 1.5))
    unit[0] = header
    let end = 1
    let zeros = 0
    for (let index = 0; index < this.#length; index += 1) {
      const byte = this.#bytes[index] ?? 0
      if (zeros >= 2 && byte <= 3) {
        unit[end] = 3
        end += 1
        zeros = 0
      }
      unit[end] = byte
      end += 1
      zeros = byte === 0 ? zeros + 1 : 0
    }
    return unit.slice(0, end)
  }

  #append(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length] = byte
    this.#length += 1
  }
}
