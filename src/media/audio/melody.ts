import { pick, seededRandom } from '../../kernel/random.ts'
import { sineOfTurns } from '../../kernel/sine.ts'

/** In Hz. */
export const SAMPLE_RATE = 44_100

const BEAT_SECONDS = 0.32
const RING_SECONDS = 1.1
const ATTACK_SECONDS = 0.012
const FADE_SECONDS = 0.4
const VOLUME = 0.24
/** Pentatonic scales in Hz. Any order of their notes is consonant. */
const SCALES = [
  [261.63, 293.66, 329.63, 392, 440, 523.25, 587.33],
  [220, 261.63, 293.66, 329.63, 392, 440, 523.25],
  [293.66, 329.63, 369.99, 440, 493.88, 587.33, 659.26],
  [174.61, 196, 220, 261.63, 293.66, 349.23, 392],
] as const
/** Amplitudes of the fundamental and its first harmonics: a timbre between bell and piano. */
const HARMONICS = [1, 0.34, 0.12, 0.05] as const

/**
 * Composes a tune that follows from `seed`: one note per beat, each ringing into the next.
 *
 * @param seconds duration in s.
 * @returns mono samples from -1 to 1 at `SAMPLE_RATE`.
 */
export function melody(seed: string, seconds: number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * SAMPLE_RATE))
  const random = seededRandom(seed)
  const scale = pick<readonly number[]>(random, SCALES)
  let step = Math.floor(random() * scale.length)
  for (let start = 0; start < samples.length; start += Math.round(BEAT_SECONDS * SAMPLE_RATE)) {
    step = Math.min(scale.length - 1, Math.max(0, step + pick(random, [-2, -1, -1, 0, 1, 1, 2])))
    const frequency = scale[step] ?? 440
    strike(samples, start, frequency)
    if (random() < 0.3) strike(samples, start, frequency / 2)
  }
  fadeOut(samples)
  return samples
}

/**
 * Adds a decaying note to the samples.
 *
 * @param start index of its first sample.
 * @param frequency in Hz.
 */
function strike(samples: Float32Array, start: number, frequency: number): void {
  const length = Math.min(samples.length - start, Math.round(RING_SECONDS * SAMPLE_RATE))
  for (let index = 0; index < length; index += 1) {
    const time = index / SAMPLE_RATE
    const left = 1 - time / RING_SECONDS
    const loudness = VOLUME * Math.min(1, time / ATTACK_SECONDS) * left * left
    let wave = 0
    for (const [harmonic, share] of HARMONICS.entries()) {
      wave += share * sineOfTurns(frequency * (harmonic + 1) * time)
    }
    samples[start + index] = (samples[start + index] ?? 0) + loudness * wave
  }
}

/** Fades the last `FADE_SECONDS` to silence. */
function fadeOut(samples: Float32Array): void {
  const length = Math.min(samples.length, Math.round(FADE_SECONDS * SAMPLE_RATE))
  for (let index = 1; index <= length; index += 1) {
    const at = samples.length - index
    samples[at] = ((samples[at] ?? 0) * index) / length
  }
}
