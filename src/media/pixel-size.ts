interface PixelSize {
  readonly width: number
  readonly height: number
}

const READERS: Readonly<Record<string, (bytes: Buffer) => PixelSize | null>> = {
  'image/png': pngSize,
  'image/gif': gifSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
}

/** True for the types whose size `pixelSize` reads; those of other images stay unknown. */
export const hasReadableSize = (contentType: string): boolean => Object.hasOwn(READERS, contentType)

/** Width and height that the header of an image states; null when the header is damaged. */
export function pixelSize(contentType: string, bytes: Buffer): PixelSize | null {
  const size = READERS[contentType]?.(bytes) ?? null
  return size !== null && size.width > 0 && size.height > 0 ? size : null
}

function pngSize(bytes: Buffer): PixelSize | null {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

function gifSize(bytes: Buffer): PixelSize | null {
  return bytes.length < 10 ? null : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** Goes from marker to marker to the frame header, which is after whatever cameras put in front. */
function jpegSize(bytes: Buffer): PixelSize | null {
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) return null
    const marker = bytes.readUInt8(at + 1)
    // Any number of fill bytes may precede a marker; TEM and the restart markers have no length.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else if (isFrameHeader(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    } else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2))
  }
  return null
}

/** SOF0 to SOF15, without the three numbers among them that mean tables. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function webpSize(bytes: Buffer): PixelSize | null {
  if (bytes.length < 30) return null
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}
