import type { MediaJob } from '../job.ts'
import { encodeVideo } from '../video/index.ts'
import { newScene } from './scene.ts'

const FRAMES_PER_SECOND = 24

/**
 * Renders a clip as MP4, with a key frame each second for seeking.
 *
 * @param width even number of px.
 * @param height even number of px.
 * @param seconds duration in s.
 */
export function renderVideo(
  job: MediaJob,
  { width, height, seconds }: { width: number; height: number; seconds: number },
): Uint8Array {
  const frames = Math.max(1, Math.round(seconds * FRAMES_PER_SECOND))
  const timing = { frames, framesPerSecond: FRAMES_PER_SECOND }
  return encodeVideo(newScene(job, width, height, timing), { width, height, seconds, ...timing })
}
