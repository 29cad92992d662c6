import type { MediaJob } from '../job.ts'
import { H264Encoder, levelOf } from './h264.ts'
import { TIMESCALE, writeMp4 } from './mp4.ts'
import { Painter } from './painter.ts'
import { blankPlanes } from './planes.ts'
import { newScene } from './scene.ts'

const FRAMES_PER_SECOND = 24

/** A clip of exactly the size and duration that was asked for, with a key frame each second to seek to. */
export function renderVideo(
  job: MediaJob,
  { width, height, seconds }: { width: number; height: number; seconds: number },
): Uint8Array {
  const count = Math.max(1, Math.round(seconds * FRAMES_PER_SECOND))
  const planes = blankPlanes(width, height)
  const painter = new Painter(
    newScene(job, width, height, { frames: count, framesPerSecond: FRAMES_PER_SECOND }),
    planes,
  )
  const encoder = new H264Encoder(width, height)
  const frames: Uint8Array[] = []
  const keyFrames: number[] = []
  for (let frame = 0; frame < count; frame += 1) {
    painter.paint(frame)
    const isKey = frame % FRAMES_PER_SECOND === 0
    if (isKey) keyFrames.push(frame)
    frames.push(isKey ? encoder.key(planes) : encoder.delta(planes, painter.hasChanged))
  }
  return writeMp4({
    width,
    height,
    duration: Math.round(seconds * TIMESCALE),
    frameDuration: TIMESCALE / FRAMES_PER_SECOND,
    level: levelOf(width, height),
    parameterSets: encoder.parameterSets,
    frames,
    keyFrames,
  })
}
