/** The types that assets can have, with the extension of each; FLORA publishes the list. */
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

/** Other names of the same types, as browsers and operating systems give them. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
}

export const ASSET_TYPES = Object.keys(EXTENSIONS)

/** The type without parameters and aliases; null when assets cannot have it. */
export function assetType(text: string): string | null {
  const plain = (text.split(';', 1)[0] ?? '').trim().toLowerCase()
  const type = Object.hasOwn(ALIASES, plain) ? (ALIASES[plain] ?? plain) : plain
  return Object.hasOwn(EXTENSIONS, type) ? type : null
}

/** Such as `png`; `bin` for an unknown type. */
export function extensionOf(contentType: string | null): string {
  return (contentType === null ? undefined : EXTENSIONS[contentType]) ?? 'bin'
}

/** The type that the name of a file suggests. */
export function typeOfName(name: string): string | null {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase().replace('jpeg', 'jpg')
  return ASSET_TYPES.find((type) => EXTENSIONS[type] === extension) ?? null
}

/** HEIC is one coding of HEIF, and files of either are named after either. */
export const agree = (declared: string, actual: string): boolean => family(declared) === family(actual)

const family = (type: string): string => (type === 'image/heic' ? 'image/heif' : type)
