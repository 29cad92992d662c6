import { imageSize } from 'image-size'

interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Images whose header always tells their size; in a container of the HEIF family it may be missing. */
const MEASURED = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/webp'])

/** True for the types of images that are damaged when `pixelSize` finds nothing. */
export const hasReadableSize = (contentType: string): boolean => MEASURED.has(contentType)

/** Width and height that the header of an image states; null when there is none or it is damaged. */
export function pixelSize(bytes: Uint8Array): PixelSize | null {
  try {
    const { width, height } = imageSize(bytes)
    return width > 0 && height > 0 ? { width, height } : null
  } catch {
    // What the library throws says only which of its readers gave up.
    return null
  }
}
