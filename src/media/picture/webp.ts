import { readFile } from 'node:fs/promises'
import encode, { init } from '@jsquash/webp/encode.js'
import { packageFile } from '../../config/package-root.ts'

/** 0 to 100. */
const QUALITY = 85

let isReady: Promise<unknown> | undefined

/** Encodes RGBA pixels as WebP. libwebp runs as WebAssembly, so every machine gives the same bytes. */
export async function encodeWebp({
  pixels,
  width,
  height,
}: {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}): Promise<Uint8Array> {
  isReady ??= start()
  await isReady
  const data = new Uint8ClampedArray(pixels)
  return new Uint8Array(await encode({ data, width, height, colorSpace: 'srgb' }, { quality: QUALITY }))
}

async function start(): Promise<void> {
  // By default the module fetches its own URL, and fetch in Node does not read files.
  await init({ wasmBinary: await readFile(packageFile('dist/webp.wasm')) })
}
