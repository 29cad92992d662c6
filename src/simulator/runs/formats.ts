import type { RunParams } from './plan.ts'

export type ImageFormat = 'png' | 'jpg' | 'webp'
export type AudioFormat = 'wav' | 'mp3'

/** Params of models and actions with the format of the output. */
const FORMAT_PARAMS = ['output_format', 'format', 'image_format', 'audio_format'] as const

const IMAGE_FORMATS: Readonly<Record<string, ImageFormat>> = {
  png: 'png',
  jpg: 'jpg',
  jpeg: 'jpg',
  webp: 'webp',
}

/** Reads the format of images from params. @default png, also for unknown formats */
export const imageFormat = (params: RunParams): ImageFormat =>
  firstOf(params, (name) => (Object.hasOwn(IMAGE_FORMATS, name) ? IMAGE_FORMATS[name] : undefined)) ?? 'png'

/** Reads the format of sound from params, such as `mp3_44100_128`. @default wav, also for unknown formats */
export const audioFormat = (params: RunParams): AudioFormat =>
  firstOf(params, (name) => (/^mp3(_|$)/.test(name) ? 'mp3' : undefined)) ?? 'wav'

function firstOf<Format>(params: RunParams, read: (name: string) => Format | undefined): Format | undefined {
  for (const key of FORMAT_PARAMS) {
    const value = params[key]
    if (typeof value !== 'string') continue
    const name = value.trim().toLowerCase()
    const format = read(name.startsWith('image/') ? name.slice('image/'.length) : name)
    if (format !== undefined) return format
  }
  return undefined
}
