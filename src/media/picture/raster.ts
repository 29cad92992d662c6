import { type RenderedImage, Resvg } from '@resvg/resvg-js'
import { FONT_FILE } from './font.ts'

/**
 * Renders an SVG document at its own size. Only the shipped font is available, so every machine gives the same pixels.
 */
export function rasterize(svg: string): RenderedImage {
  return new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [FONT_FILE], defaultFontFamily: 'Inter' },
  }).render()
}
