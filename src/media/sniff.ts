/** Brands in the `ftyp` box of files that share the container of MP4. */
const BRANDS: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  avis: 'image/avif',
  heic: 'image/heic',
  heix: 'image/heic',
  hevc: 'image/heic',
  hevx: 'image/heic',
  mif1: 'image/heif',
  msf1: 'image/heif',
  'qt  ': 'video/quicktime',
  isom: 'video/mp4',
  iso2: 'video/mp4',
  iso4: 'video/mp4',
  iso5: 'video/mp4',
  iso6: 'video/mp4',
  mp41: 'video/mp4',
  mp42: 'video/mp4',
  avc1: 'video/mp4',
  dash: 'video/mp4',
  'M4V ': 'video/mp4',
  MSNV: 'video/mp4',
}

/** The media type that the first bytes of a file give away; null for what is none of the types that assets can have. */
export function sniff(bytes: Buffer): string | null {
  const text = (start: number, end: number): string => bytes.toString('latin1', start, end)
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif'
  if (text(0, 4) === 'RIFF') return { WEBP: 'image/webp', WAVE: 'audio/wav' }[text(8, 12)] ?? null
  if (text(4, 8) === 'ftyp') return sniffBrand(bytes)
  if (text(0, 4) === '\x1a\x45\xdf\xa3') return text(0, 64).includes('webm') ? 'video/webm' : null
  if (text(0, 4) === 'OggS') return 'audio/ogg'
  if (text(0, 5) === '%PDF-') return 'application/pdf'
  return text(0, 3) === 'ID3' || isMpegFrame(bytes) ? 'audio/mpeg' : null
}

/** The major brand, or the first compatible one that is known. */
function sniffBrand(bytes: Buffer): string | null {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  for (let at = 8; at + 4 <= end; at += 4) {
    // Between the major brand and the compatible ones is a version number.
    const brand = bytes.toString('latin1', at, at + 4)
    if (at !== 12 && Object.hasOwn(BRANDS, brand)) return BRANDS[brand] ?? null
  }
  return null
}

/** Eleven set bits, then a version and a layer that are not the reserved ones, then a bit rate that exists. */
function isMpegFrame(bytes: Buffer): boolean {
  if (bytes.length < 4) return false
  const [sync, flags, rates] = [bytes.readUInt8(0), bytes.readUInt8(1), bytes.readUInt8(2)]
  const version = (flags >> 3) & 3
  const layer = (flags >> 1) & 3
  return sync === 0xff && flags >= 0xe0 && version !== 1 && layer !== 0 && rates >> 4 !== 15
}
