/** Content types that FLORA documents for assets, with the extension of each. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'application/pdf': 'pdf',
}

/** Other names that browsers and operating systems use for these types. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
}

/** Content types that assets can have. */
export const ASSET_TYPES = Object.keys(EXTENSIONS)

/** Strips parameters of a content type and resolves aliases. Returns null for a type that assets cannot have. */
export function assetType(text: string): string | null {
  const plain = (text.split(';', 1)[0] ?? '').trim().toLowerCase()
  const type = Object.hasOwn(ALIASES, plain) ? (ALIASES[plain] ?? plain) : plain
  return Object.hasOwn(EXTENSIONS, type) ? type : null
}

/** Returns the extension of a content type without its dot; `bin` for an unknown type. */
export function extensionOf(contentType: string | null): string {
  return (contentType === null ? undefined : EXTENSIONS[contentType]) ?? 'bin'
}

/** Guesses the content type from the extension of a file name. Returns null for an unknown one. */
export function typeOfName(name: string): string | null {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase().replace('jpeg', 'jpg')
  return ASSET_TYPES.find((type) => EXTENSIONS[type] === extension) ?? null
}

/** Returns true for equal types. HEIC and HEIF are equal, because files of either are declared as both. */
export const agree = (declared: string, actual: string): boolean => family(declared) === family(actual)

const family = (type: string): string => (type === 'image/heic' ? 'image/heif' : type)
