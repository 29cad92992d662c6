import { createHash } from 'node:crypto'
import type { Inspection } from '../services/assets/asset-media.ts'
import { agree, ASSET_TYPES } from '../services/assets/asset-types.ts'
import { hasReadableSize, pixelSize } from './pixel-size.ts'
import { sniff } from './sniff.ts'

/** FLORA's limit of pixels in an image. */
const PIXELS_MAX = 150_000_000

/**
 * Identifies a file by its bytes and decides whether it can be an asset.
 *
 * @param declared media type that the client states, or null.
 */
export function inspect(file: Uint8Array, declared: string | null): Inspection {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const contentType = sniff(bytes)
  const size = contentType?.startsWith('image/') === true ? pixelSize(bytes) : null
  return {
    content: {
      contentType,
      sizeBytes: bytes.length,
      width: size?.width ?? null,
      height: size?.height ?? null,
      hash: createHash('sha256').update(bytes).digest('hex'),
    },
    problem: problemOf(bytes, contentType, declared, size),
  }
}

/** Says why a file cannot be an asset, or returns null. */
function problemOf(
  bytes: Buffer,
  contentType: string | null,
  declared: string | null,
  size: { width: number; height: number } | null,
): string | null {
  if (bytes.length === 0) return 'The file is empty'
  if (contentType === null) return `Not a file of an allowed type: ${ASSET_TYPES.join(', ')}`
  if (declared !== null && !agree(declared, contentType)) {
    return `The file is ${contentType}, not ${declared}`
  }
  if (!hasReadableSize(contentType)) return null
  if (size === null) return `The ${contentType} file is damaged`
  const pixels = size.width * size.height
  return pixels > PIXELS_MAX ? `Images may have at most 150 megapixels, not ${pixels} pixels` : null
}
