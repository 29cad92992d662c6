import { between, pick, type Random } from '../../kernel/random.ts'
import { cosineOfTurns, sineOfTurns } from '../../kernel/sine.ts'
import type { Palette } from './palettes.ts'
import { blend, circle, fill, gradient, hill, px, rect, stroke } from './svg.ts'

/** Size in px, colours and chance of a composition. */
interface Scene {
  readonly width: number
  readonly height: number
  readonly palette: Palette
  readonly random: Random
}

/** Draws a picture as an SVG fragment. */
type Composition = (scene: Scene) => string

/** Draws a low sun, cut into stripes, over hills. */
const sunset: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const short = Math.min(width, height)
  const [x, y] = [width * between(random, 0.3, 0.7), height * between(random, 0.3, 0.42)]
  const radius = short * between(random, 0.22, 0.3)
  const stripes = Array.from({ length: 4 }, (_, index) => {
    const at = y + radius * (0.15 + index * 0.22)
    return rect(x - radius, at, radius * 2, radius * (0.035 + index * 0.025), fill(mid))
  })
  const hills = [0.5, 0.6, 0.7].map((level, index) => {
    const heights = Array.from({ length: 6 }, () => height * (level + between(random, -0.06, 0.06)))
    return hill(heights, width, height, fill(blend(mid, ink, 0.35 + index * 0.3)))
  })
  return `<defs>${gradient('sky', deep, mid)}${gradient('sun', light, accent)}</defs>
${rect(0, 0, width, height, fill('url(#sky)'))}
${circle(x, y, radius * 1.5, fill(light, 0.1))}${circle(x, y, radius * 1.22, fill(light, 0.12))}
${circle(x, y, radius, fill('url(#sun)'))}${stripes.join('')}
${hills.join('\n')}`
}

/** Draws tiles of quarter circles, discs and triangles, as on a poster of the 1920s. */
const tiles: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const columns = Math.max(2, Math.round((width / Math.min(width, height)) * 4))
  const side = width / columns
  const rows = Math.ceil(height / side)
  const shapes = Array.from({ length: columns * rows }, (_, index) => {
    const [left, top] = [(index % columns) * side, Math.floor(index / columns) * side]
    const ground = pick(random, [ink, deep, mid, light])
    const figure = pick(random, [accent, light, mid, deep].filter((colour) => colour !== ground) as [string])
    const turn = `transform="rotate(${pick(random, [0, 90, 180, 270])} ${px(left + side / 2)} ${px(top + side / 2)})"`
    const tile = rect(left, top, side + 0.5, side + 0.5, fill(ground))
    const [right, bottom] = [px(left + side), px(top + side)]
    const figures = [
      `<path d="M${px(left)} ${px(top)}H${right}A${px(side)} ${px(side)} 0 0 1 ${px(left)} ${bottom}Z" ${fill(figure)} ${turn}/>`,
      circle(left + side / 2, top + side / 2, side * 0.36, fill(figure)),
      `<path d="M${px(left)} ${px(top)}H${right}L${px(left)} ${bottom}Z" ${fill(figure)} ${turn}/>`,
      `<path d="M${px(left)} ${px(top)}H${right}A${px(side / 2)} ${px(side / 2)} 0 0 1 ${px(left)} ${px(top)}Z" ${fill(figure)} ${turn}/>`,
      circle(left + side / 2, top + side / 2, side * 0.27, stroke(figure, side * 0.14)),
    ] as const
    return tile + pick(random, figures)
  })
  return shapes.join('\n')
}

/** Draws waves of one family of colours, each lower and darker than the last. */
const waves: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const tones = [light, accent, blend(accent, mid, 0.6), mid, deep, blend(deep, ink, 0.5), ink]
  const phase = between(random, 0, 1)
  const swing = height * between(random, 0.05, 0.09)
  const crests = Math.max(1, Math.round(width / height))
  const bands = tones.slice(1).map((tone, index) => {
    const level = height * (0.16 + index * 0.13)
    const heights = Array.from({ length: 4 * crests + 1 }, (_, at) => {
      return level + swing * sineOfTurns(phase + at / 4 + index * 0.17)
    })
    return hill(heights, width, height, fill(tone))
  })
  const x = width * between(random, 0.15, 0.85)
  return `${rect(0, 0, width, height, fill(light))}${circle(x, height * 0.14, Math.min(width, height) * 0.075, fill(mid))}
${bands.join('\n')}`
}

/** Draws planets on rings around a sun beside the middle, on a night sky. */
const orbits: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const short = Math.min(width, height)
  const [x, y] = [width * between(random, 0.45, 0.68), height * between(random, 0.34, 0.44)]
  const stars = Array.from({ length: 70 }, () =>
    circle(random() * width, random() * height, short * between(random, 0.0008, 0.0026), fill(light, 0.7)),
  )
  const rings = [0.2, 0.31, 0.43, 0.57, 0.73].map((share, index) => {
    const [radius, turn] = [short * share, random()]
    const planet = circle(
      x + radius * cosineOfTurns(turn),
      y + radius * sineOfTurns(turn),
      short * between(random, 0.018, 0.05),
      fill([accent, light, mid, accent, light][index] ?? light),
    )
    return circle(x, y, radius, stroke(light, short * 0.0022, 0.34)) + planet
  })
  return `<defs>${gradient('night', ink, deep)}<radialGradient id="glow"><stop offset="0" stop-color="${mid}" stop-opacity="0.75"/><stop offset="1" stop-color="${mid}" stop-opacity="0"/></radialGradient>${gradient('core', light, accent)}</defs>
${rect(0, 0, width, height, fill('url(#night)'))}${circle(x, y, short * 0.62, fill('url(#glow)'))}
${stars.join('')}${rings.join('\n')}${circle(x, y, short * 0.105, fill('url(#core)'))}`
}

/** Draws nested arches, as if cut from paper. */
const arches: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const short = Math.min(width, height)
  const tones = [deep, mid, accent, light, ink]
  const count = Math.max(1, Math.round(width / height))
  const groups = Array.from({ length: count + 1 }, (_, index) => {
    const x = width * ((index + between(random, 0.1, 0.9)) / (count + 1))
    const [outer, base] = [short * between(random, 0.34, 0.46), height * between(random, 0.72, 0.95)]
    return tones.map((tone, ring) => {
      const radius = outer * (1 - ring * 0.19)
      const top = base - outer * 0.75
      const [left, right] = [px(x - radius), px(x + radius)]
      const path = `M${left} ${px(height)}V${px(top)}A${px(radius)} ${px(radius)} 0 0 1 ${right} ${px(top)}V${px(height)}Z`
      return `<path d="${path}" ${fill(tone)}/>`
    })
  })
  const sun = circle(width * between(random, 0.12, 0.88), height * 0.2, short * 0.09, fill(mid))
  return `<defs>${gradient('paper', light, blend(light, accent, 0.55))}</defs>${rect(0, 0, width, height, fill('url(#paper)'))}
${sun}${groups.flat().join('\n')}`
}

/** Draws soft lights that blend into each other. */
const aurora: Composition = ({ width, height, palette, random }) => {
  const { ink, deep, mid, accent, light } = palette
  const long = Math.max(width, height)
  const lights = [mid, accent, deep, light].map((tone, index) => {
    const [x, y] = [width * between(random, 0, 1), height * between(random, 0, 0.75)]
    const id = `light${index}`
    const strength = tone === light ? 0.55 : 0.85
    return `<radialGradient id="${id}"><stop offset="0" stop-color="${tone}" stop-opacity="${strength}"/><stop offset="1" stop-color="${tone}" stop-opacity="0"/></radialGradient>${circle(x, y, long * between(random, 0.3, 0.5), fill(`url(#${id})`))}`
  })
  const lines = Array.from({ length: 7 }, (_, index) => {
    const level = height * (0.2 + index * 0.055)
    const sway = Array.from({ length: 5 }, () => level + height * between(random, -0.05, 0.05))
    return hill(sway, width, height * 2, stroke(light, Math.min(width, height) * 0.0016, 0.28))
  })
  return `${rect(0, 0, width, height, fill(blend(ink, deep, 0.4)))}${lights.join('\n')}${lines.join('')}`
}

/** All compositions. Their order decides which one a seed picks. */
export const COMPOSITIONS: readonly [Composition, ...Composition[]] = [
  sunset,
  tiles,
  waves,
  orbits,
  arches,
  aurora,
]
