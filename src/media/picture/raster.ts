import { type RenderedImage, Resvg } from '@resvg/resvg-js'
import { FONT_FILE } from './font.ts'

/** Draws an SVG in its own size, with the shipped font and no other. */
export function rasterize(svg: string): RenderedImage {
  return new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [FONT_FILE], defaultFontFamily: 'Inter' },
  }).render()
}
