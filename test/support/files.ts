/** Builds the first bytes of files, from which type and size can be read. */

export function png(width: number, height: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(33)
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

export function gif(width: number, height: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(13)
  bytes.write('GIF89a', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}

/** Builds a JPEG with a segment of metadata before the frame header, as cameras do. */
export function jpeg(width: number, height: number, metadata = 40): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(4 + metadata + 11)
  bytes.write('\xff\xd8\xff\xe1', 'latin1')
  bytes.writeUInt16BE(metadata, 4)
  const frame = 4 + metadata
  bytes.write('\xff\xc2\0\x0b\x08', frame, 'latin1')
  bytes.writeUInt16BE(height, frame + 5)
  bytes.writeUInt16BE(width, frame + 7)
  return bytes
}

export function webp(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF\0\0\0\0WEBP', 'latin1')
  bytes.write(kind, 12, 'latin1')
  if (kind === 'VP8 ') {
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
  } else if (kind === 'VP8L') {
    bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21)
  } else {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  }
  return bytes
}

/** Builds the container of MP4 and related formats. */
export function boxed(brand: string, ...compatible: string[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(`\0\0\0\0ftyp${brand}\0\0\0\0${compatible.join('')}`, 'latin1')
  bytes.writeUInt32BE(bytes.length, 0)
  return bytes
}

/** Appends zeros up to a length. */
export const padded = (start: Buffer, length: number): Buffer<ArrayBuffer> =>
  Buffer.concat([start, Buffer.alloc(length - start.length)])
