import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Inspection } from '../services/assets/asset-media.ts'
import { agree, ASSET_TYPES } from '../services/assets/asset-types.ts'
import { hasReadableSize, pixelSize } from './pixel-size.ts'
import { sniff } from './sniff.ts'

/** FLORA's limit of pixels in an image. */
const PIXELS_MAX = 150_000_000

/** Hashing this much takes about 3 ms. */
const HASHED_AT_ONCE = 4 * 1024 * 1024

/**
 * Identifies a file by its bytes and decides whether it can be an asset.
 *
 * @param declared media type that the client states, or null.
 */
export function inspect(file: Uint8Array, declared: string | null): Inspection {
  return judge(file, declared, createHash('sha256').update(file).digest('hex'))
}

/** Like `inspect`, but serves other requests while it hashes a large file. */
export async function inspectInSteps(file: Uint8Array, declared: string | null): Promise<Inspection> {
  const hash = createHash('sha256')
  for (let start = 0; start < file.length; start += HASHED_AT_ONCE) {
    if (start > 0) await nextTurn()
    hash.update(file.subarray(start, start + HASHED_AT_ONCE))
  }
  return judge(file, declared, hash.digest('hex'))
}

function judge(file: Uint8Array, declared: string | null, hash: string): Inspection {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const contentType = sniff(bytes)
  const size = contentType?.startsWith('image/') === true ? pixelSize(bytes) : null
  const { width = null, height = null } = size ?? {}
  return {
    content: { contentType, sizeBytes: bytes.length, width, height, hash },
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
  if (!hasReadableSize(contentType, bytes.length)) return null
  if (size === null) return `The ${contentType} file is damaged`
  const pixels = size.width * size.height
  return pixels > PIXELS_MAX ? `Images may have at most 150 megapixels, not ${pixels} pixels` : null
}
