import { readFile } from 'node:fs/promises'
import { createEncoder } from 'wasm-media-encoders'
import { packageFile } from '../../config/package-root.ts'

const KILOBITS = 128

/** An MP3 file, by LAME compiled to WebAssembly, which calculates the same on every machine. */
export async function encodeMp3(samples: Float32Array, sampleRate: number): Promise<Uint8Array> {
  const encoder = await createEncoder('audio/mpeg', await readFile(packageFile('dist/mp3.wasm')))
  encoder.configure({ channels: 1, sampleRate, bitrate: KILOBITS })
  // What it returns is overwritten by the next call.
  const body = Buffer.from(encoder.encode([samples]))
  return Buffer.concat([body, encoder.finalize()])
}
