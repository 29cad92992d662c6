import { readFile } from 'node:fs/promises'
import { createEncoder } from 'wasm-media-encoders'
import { packageFile } from '../../config/package-root.ts'

/** Bit rate in kbit/s. */
const KILOBITS = 128

/**
 * Encodes mono samples as an MP3 file. LAME runs as WebAssembly, so every machine gives the same bytes.
 *
 * @param samples values from -1 to 1.
 * @param sampleRate in Hz.
 */
export async function encodeMp3(samples: Float32Array, sampleRate: number): Promise<Uint8Array> {
  const encoder = await createEncoder('audio/mpeg', await readFile(packageFile('dist/mp3.wasm')))
  encoder.configure({ channels: 1, sampleRate, bitrate: KILOBITS })
  // The encoder reuses its output buffer in the next call, so this copies it.
  const body = Buffer.from(encoder.encode([samples]))
  return Buffer.concat([body, encoder.finalize()])
}
