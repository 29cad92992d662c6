import { renderAsync } from '@resvg/resvg-js'
import { between, seededRandom } from '../simulator/random.ts'
import type { ImageOutput, OutputRequest } from '../services/outputs.ts'

/** A plain picture in the output's exact size; its colours and shapes follow from model and prompt. */
export async function renderImage(
  { width, height }: ImageOutput,
  { model, prompt }: OutputRequest,
): Promise<Uint8Array> {
  const random = seededRandom(`${model}/${prompt}`)
  const hue = Math.floor(random() * 360)
  const circles = Array.from({ length: 5 }, () => {
    const [cx, cy] = [Math.floor(random() * width), Math.floor(random() * height)]
    const radius = Math.floor(between(random, 0.08, 0.35) * Math.min(width, height))
    const shade = (hue + Math.floor(between(random, -40, 40)) + 360) % 360
    return `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="hsl(${shade}, 60%, 60%)" fill-opacity="0.5"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="hsl(${hue}, 55%, 30%)"/>
      <stop offset="1" stop-color="hsl(${(hue + 50) % 360}, 65%, 70%)"/>
    </linearGradient>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>
    ${circles.join('\n')}
  </svg>`
  // Off the event loop: a 1024 × 1024 picture takes about 40 ms.
  const image = await renderAsync(svg, { font: { loadSystemFonts: false } })
  return image.asPng()
}
