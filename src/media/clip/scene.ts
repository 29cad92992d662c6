import { between, seededRandom } from '../../kernel/random.ts'
import { poster } from '../picture/poster.ts'
import { rect } from '../picture/svg.ts'
import type { MediaJob } from '../job.ts'
import { sineOfTurns } from '../../kernel/sine.ts'
import type { Disc, Scene, Sprite } from '../video/index.ts'
import { Counter, drawSprite } from './sprites.ts'

/** Number of frames and their rate. */
interface Timing {
  readonly frames: number
  readonly framesPerSecond: number
}

/** Shorter side in px below which a counter would be illegible. */
const COUNTER_SIDE_MIN_PX = 96

/** Composes a poster, discs that drift behind its caption, a frame counter and a progress bar. Sizes are in px. */
export function newScene(job: MediaJob, width: number, height: number, timing: Timing): Scene {
  const { seed, title, details } = job
  const { palette, art, caption } = poster(seed, width, height, { title, details })
  const short = Math.min(width, height)
  const drifts = [palette.accent, palette.light, palette.mid].map((colour, index) =>
    newDrift(`${seed}/${index}`, colour, width, height),
  )
  const hasCounter = short >= COUNTER_SIDE_MIN_PX
  const margin = Math.round(short * 0.045)
  const counter = new Counter(
    Math.max(10, short * 0.034),
    { x: margin, y: margin },
    palette.ink,
    palette.light,
  )
  const bar = newBar(width, height, palette.accent)
  return {
    ground: drawSprite(width, height, art),
    caption: withoutEmptyRows(drawSprite(width, height, caption)),
    at: (frame) => ({
      discs: drifts.map((drift) => drift(frame / timing.framesPerSecond)),
      sprites: [
        ...(hasCounter ? [counter.draw(timeOf(frame, timing))] : []),
        bar((frame + 1) / timing.frames),
      ],
    }),
  }
}

/**
 * Formats the counter.
 *
 * @example ` 012/150  0:00.45 `
 */
function timeOf(frame: number, { frames, framesPerSecond }: Timing): string {
  const hundredths = Math.floor((frame * 100) / framesPerSecond)
  const [seconds, rest] = [Math.floor(hundredths / 100), hundredths % 100]
  const number = String(frame + 1).padStart(String(frames).length, '0')
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${String(rest).padStart(2, '0')}`
  return ` ${number}/${frames}  ${clock} `
}

/** Moves a disc over the upper part of the picture, along two sines of different frequency. */
function newDrift(seed: string, colour: string, width: number, height: number): (seconds: number) => Disc {
  const random = seededRandom(seed)
  const radius = Math.min(width, height) * between(random, 0.05, 0.1)
  const [speedX, speedY] = [between(random, 0.1, 0.22), between(random, 0.12, 0.26)]
  const [phaseX, phaseY] = [random(), random()]
  return (seconds) => ({
    x: width * (0.5 + 0.44 * sineOfTurns(phaseX + seconds * speedX)),
    y: height * (0.34 + 0.26 * sineOfTurns(phaseY + seconds * speedY)),
    radius,
    colour: channelsOf(colour),
  })
}

/** Draws a progress bar along the bottom edge. Its argument is the share of the clip, 0 to 1. */
function newBar(width: number, height: number, colour: string): (share: number) => Sprite {
  const thickness = Math.max(2, Math.round(Math.min(width, height) * 0.01))
  const full = drawSprite(width, thickness, rect(0, 0, width, thickness, `fill="${colour}"`))
  return (share) => {
    const length = Math.max(1, Math.round(width * share))
    const pixels = Buffer.concat(Array.from({ length: thickness }, () => full.pixels.subarray(0, length * 4)))
    return { x: 0, y: height - thickness, width: length, height: thickness, pixels }
  }
}

/** Cuts the transparent rows above a caption, which need no compositing. */
function withoutEmptyRows(sprite: Sprite): Sprite {
  const first = sprite.pixels.findIndex((value) => value !== 0)
  const y = first === -1 ? sprite.height : Math.floor(first / (sprite.width * 4))
  return { ...sprite, y, height: sprite.height - y, pixels: sprite.pixels.subarray(y * sprite.width * 4) }
}

/** Splits `#rrggbb` into red, green and blue. */
const channelsOf = (colour: string): [number, number, number] => {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 0xff, value & 0xff]
}
