import type { AudioFormat } from '../../simulator/runs/formats.ts'
import type { MediaJob } from '../job.ts'
import { melody, SAMPLE_RATE } from './melody.ts'
import { encodeMp3 } from './mp3.ts'
import { encodeWav } from './wav.ts'

/**
 * Renders a tune that follows from the job's seed.
 *
 * @param seconds duration of the file in s.
 */
export async function renderAudio(
  { seed }: MediaJob,
  { format, seconds }: { format: AudioFormat; seconds: number },
): Promise<Uint8Array> {
  const samples = melody(seed, seconds)
  return format === 'mp3' ? encodeMp3(samples, SAMPLE_RATE) : encodeWav(samples, SAMPLE_RATE)
}
