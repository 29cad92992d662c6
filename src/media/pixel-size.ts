import { imageSize } from 'image-size'

/** Size of an image in px. */
interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Types whose header always states the size. Containers of the HEIF family may omit it. */
const MEASURED = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/webp'])

/** The library reads 10 MB/s of a JPEG with tiny segments, so one of 50 MB would block for 5 s. */
const HEADER_BYTES_MAX = 256 * 1024

/**
 * Returns true if a file without a readable size is damaged. The metadata of a large JPEG may hide its size.
 *
 * @param length of the file, in bytes
 */
export const hasReadableSize = (contentType: string, length: number): boolean =>
  MEASURED.has(contentType) && (contentType !== 'image/jpeg' || length <= HEADER_BYTES_MAX)

/** Reads width and height from the header of an image. Returns null if the header is missing or damaged. */
export function pixelSize(bytes: Uint8Array): PixelSize | null {
  try {
    const { width, height } = imageSize(bytes.subarray(0, HEADER_BYTES_MAX))
    return width > 0 && height > 0 ? { width, height } : null
  } catch {
    // The library's error names the failed parser, not the defect, so it is of no use to a client.
    return null
  }
}
