import { blend, circle, px } from '../picture/svg.ts'
import { cosineOfTurns, sineOfTurns } from '../../kernel/sine.ts'
import { type Canvas, colour, number, point, text } from './canvas.ts'

/** Draws a flat shape in the box of its params. */
export function shape({ width, height, params }: Canvas): string {
  const [center, size] = [point(params, 'center', 0.5), point(params, 'size', 0.5)]
  const [x, y] = [center.x * width, center.y * height]
  const [across, down] = [(size.x * width) / 2, (size.y * height) / 2]
  const paint = `fill="${colour(params, 'fill_color', '#ff0000')}" fill-opacity="${number(params, 'fill_opacity', 100) / 100}" stroke="${colour(params, 'stroke_color', '#000000')}" stroke-width="${number(params, 'stroke_width', 0)}" transform="rotate(${number(params, 'rotation', 0)} ${px(x)} ${px(y)})"`
  const polygon = (corners: number, inner = 1): string => {
    const points = Array.from({ length: corners }, (_, index) => {
      const reach = index % 2 === 1 ? inner : 1
      const turn = index / corners - 0.25
      return `${px(x + across * reach * cosineOfTurns(turn))},${px(y + down * reach * sineOfTurns(turn))}`
    })
    return `<polygon points="${points.join(' ')}" ${paint}/>`
  }
  switch (text(params, 'shape')) {
    case 'ellipse':
      return `<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(across)}" ry="${px(down)}" ${paint}/>`
    case 'triangle':
      return polygon(3)
    case 'star':
      return polygon(10, 0.45)
    case 'hexagon':
      return polygon(6)
    default:
      return `<rect x="${px(x - across)}" y="${px(y - down)}" width="${px(across * 2)}" height="${px(down * 2)}" ${paint}/>`
  }
}

/** Draws a solid, lit from the upper left. Params of rotation are ignored. */
export function solid({ width, height, params }: Canvas): string {
  const [x, y, radius] = [width / 2, height / 2, Math.min(width, height) * 0.28]
  const tone = colour(params, 'color', '#cccccc').slice(0, 7).padEnd(7, 'c')
  const [bright, dark] = [blend(tone, '#ffffff', 0.45), blend(tone, '#000000', 0.45)]
  const light = `<radialGradient id="solid" cx="0.35" cy="0.3" r="0.8"><stop offset="0" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></radialGradient><linearGradient id="side"><stop offset="0.2" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></linearGradient>`
  switch (text(params, 'shape')) {
    case 'sphere':
      return light + circle(x, y, radius, 'fill="url(#solid)"')
    case 'torus':
      return `${light}<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(radius)}" ry="${px(radius * 0.62)}" fill="none" stroke="url(#side)" stroke-width="${px(radius * 0.42)}"/>`
    case 'cone':
      return `${light}<path d="M${px(x)} ${px(y - radius)}L${px(x + radius)} ${px(y + radius * 0.7)}A${px(radius)} ${px(radius * 0.3)} 0 0 1 ${px(x - radius)} ${px(y + radius * 0.7)}Z" fill="url(#side)"/>`
    case 'cylinder':
      return `${light}<path d="M${px(x - radius)} ${px(y - radius * 0.7)}V${px(y + radius * 0.7)}A${px(radius)} ${px(radius * 0.3)} 0 0 0 ${px(x + radius)} ${px(y + radius * 0.7)}V${px(y - radius * 0.7)}Z" fill="url(#side)"/><ellipse cx="${px(x)}" cy="${px(y - radius * 0.7)}" rx="${px(radius)}" ry="${px(radius * 0.3)}" fill="${bright}"/>`
    default:
      return cube(x, y, radius, [bright, tone, dark])
  }
}

/** Draws three faces in isometric projection. 0.866 is the cosine of 30°. */
function cube(
  x: number,
  y: number,
  radius: number,
  [top, left, right]: readonly [string, string, string],
): string {
  const [across, half] = [radius * 0.866, radius / 2]
  const faces = [
    { tone: top, points: [x, y, x - across, y - half, x, y - radius, x + across, y - half] },
    { tone: left, points: [x, y, x - across, y - half, x - across, y + half, x, y + radius] },
    { tone: right, points: [x, y, x + across, y - half, x + across, y + half, x, y + radius] },
  ]
  return faces
    .map(({ tone, points }) => `<polygon points="${points.map(px).join(' ')}" fill="${tone}"/>`)
    .join('')
}
