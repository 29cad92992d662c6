import { readFile } from 'node:fs/promises'
import encode, { init } from '@jsquash/webp/encode.js'
import { packageFile } from '../../config/package-root.ts'

const QUALITY = 85

let isReady: Promise<unknown> | undefined

/** libwebp, compiled to WebAssembly, which calculates the same on every machine. */
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
  // It would be fetched from its own address, which Node does not do for files.
  await init({ wasmBinary: await readFile(packageFile('dist/webp.wasm')) })
}
