/** Media types by brand in the `ftyp` box (ISO/IEC 14496-12). */
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

/** Detects the media type by the first bytes of a file. Returns null for types that assets cannot have. */
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

/** Returns the type of the major brand, or else of the first known compatible brand. */
function sniffBrand(bytes: Buffer): string | null {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  for (let at = 8; at + 4 <= end; at += 4) {
    // At offset 12, between the major and the compatible brands, is a version number.
    const brand = bytes.toString('latin1', at, at + 4)
    if (at !== 12 && Object.hasOwn(BRANDS, brand)) return BRANDS[brand] ?? null
  }
  return null
}

/** Checks an MPEG audio header: 11 set bits, no reserved version or layer, no forbidden bit rate. */
function isMpegFrame(bytes: Buffer): boolean {
  if (bytes.length < 4) return false
  const [sync, flags, rates] = [bytes.readUInt8(0), bytes.readUInt8(1), bytes.readUInt8(2)]
  const version = (flags >> 3) & 3
  const layer = (flags >> 1) & 3
  return sync === 0xff && flags >= 0xe0 && version !== 1 && layer !== 0 && rates >> 4 !== 15
}
