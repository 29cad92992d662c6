const BYTES_PER_SAMPLE = 2
const HEADER_BYTES = 44

/**
 * Encodes samples as a WAV file: PCM, 16 bits, mono.
 *
 * @param samples values from -1 to 1; others are clipped.
 * @param sampleRate in Hz.
 */
export function encodeWav(samples: Float32Array, sampleRate: number): Uint8Array {
  const dataBytes = samples.length * BYTES_PER_SAMPLE
  const bytes = Buffer.alloc(HEADER_BYTES + dataBytes)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28)
  bytes.writeUInt16LE(BYTES_PER_SAMPLE, 32)
  bytes.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(dataBytes, 40)
  for (const [index, sample] of samples.entries()) {
    const clipped = Math.min(1, Math.max(-1, sample))
    bytes.writeInt16LE(Math.round(clipped * 32_767), HEADER_BYTES + index * BYTES_PER_SAMPLE)
  }
  return bytes
}
