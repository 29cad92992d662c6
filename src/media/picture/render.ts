import jpeg from 'jpeg-js'
import type { ImageFormat } from '../../simulator/runs/formats.ts'
import { actionPicture } from '../action/picture.ts'
import type { MediaJob } from '../job.ts'
import { poster, svg } from './poster.ts'
import { rasterize } from './raster.ts'
import { encodeWebp } from './webp.ts'

const JPEG_QUALITY = 88

/**
 * Renders an image that shows prompt, model, run and size. The output of an action shows its effect instead.
 *
 * @param width in px.
 * @param height in px.
 */
export async function renderImage(
  { seed, title, details, action }: MediaJob,
  { format, width, height }: { format: ImageFormat; width: number; height: number },
): Promise<Uint8Array> {
  if (action !== null)
    return encode(svg(width, height, actionPicture(action, details, width, height)), format)
  const { art, caption } = poster(seed, width, height, { title, details })
  return encode(svg(width, height, art + caption), format)
}

async function encode(picture: string, format: ImageFormat): Promise<Uint8Array> {
  const image = rasterize(picture)
  switch (format) {
    case 'png':
      return image.asPng()
    case 'jpg':
      return jpeg.encode({ data: image.pixels, width: image.width, height: image.height }, JPEG_QUALITY).data
    case 'webp':
      return encodeWebp(image)
  }
}
