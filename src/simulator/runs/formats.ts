export type ImageFormat = 'png' | 'jpg' | 'webp'
export type AudioFormat = 'wav' | 'mp3'

type Params = Readonly<Record<string, unknown>>

/** Where models and actions say which format they are to give. */
const FORMAT_PARAMS = ['output_format', 'format', 'image_format', 'audio_format'] as const

const IMAGE_FORMATS: Readonly<Record<string, ImageFormat>> = {
  png: 'png',
  jpg: 'jpg',
  jpeg: 'jpg',
  webp: 'webp',
}

/** PNG unless params ask for another format that can be made. */
export const imageFormat = (params: Params): ImageFormat =>
  firstOf(params, (name) => (Object.hasOwn(IMAGE_FORMATS, name) ? IMAGE_FORMATS[name] : undefined)) ?? 'png'

/** WAV unless params ask for MP3, which may have its rates behind it: `mp3_44100_128`. */
export const audioFormat = (params: Params): AudioFormat =>
  firstOf(params, (name) => (/^mp3(_|$)/.test(name) ? 'mp3' : undefined)) ?? 'wav'

function firstOf<Format>(params: Params, read: (name: string) => Format | undefined): Format | undefined {
  for (const key of FORMAT_PARAMS) {
    const value = params[key]
    if (typeof value !== 'string') continue
    const name = value.trim().toLowerCase()
    const format = read(name.startsWith('image/') ? name.slice('image/'.length) : name)
    if (format !== undefined) return format
  }
  return undefined
}
