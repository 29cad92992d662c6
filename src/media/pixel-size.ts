import { imageSize } from 'image-size'

/** Size of an image in px. */
interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Types whose header always states the size. Containers of the HEIF family may omit it. */
const MEASURED = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/webp'])

/** Returns true for types of which a file without a readable size is damaged. */
export const hasReadableSize = (contentType: string): boolean => MEASURED.has(contentType)

/** Reads width and height from the header of an image. Returns null if the header is missing or damaged. */
export function pixelSize(bytes: Uint8Array): PixelSize | null {
  try {
    const { width, height } = imageSize(bytes)
    return width > 0 && height > 0 ? { width, height } : null
  } catch {
    // The library's error names the failed parser, not the defect, so it is of no use to a client.
    return null
  }
}
