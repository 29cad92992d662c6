import { H264Encoder, levelOf } from './h264.ts'
import { TIMESCALE, writeMp4 } from './mp4.ts'
import { Painter } from './painter.ts'
import { blankPlanes } from './planes.ts'
import type { Scene } from './scene.ts'

export type { Disc, Scene, Sprite } from './scene.ts'

/** Size and timing of a video. */
interface VideoFormat {
  /** Even number of px. */
  readonly width: number
  /** Even number of px. */
  readonly height: number
  /** Duration in s; the last frame is shown until its end. */
  readonly seconds: number
  /** Number of frames, at least 1. */
  readonly frames: number
  readonly framesPerSecond: number
}

/** Encodes a scene as an MP4 file with one H.264 track. Each second begins with a key frame. */
export function encodeVideo(
  scene: Scene,
  { width, height, seconds, frames: count, framesPerSecond }: VideoFormat,
): Uint8Array {
  const planes = blankPlanes(width, height)
  const painter = new Painter(scene, planes)
  const encoder = new H264Encoder(width, height)
  const frames: Uint8Array[] = []
  const keyFrames: number[] = []
  for (let frame = 0; frame < count; frame += 1) {
    painter.paint(frame)
    const isKey = frame % framesPerSecond === 0
    if (isKey) keyFrames.push(frame)
    frames.push(isKey ? encoder.encodeKey(planes) : encoder.encodeDelta(planes, painter.hasChanged))
  }
  return writeMp4({
    width,
    height,
    duration: Math.round(seconds * TIMESCALE),
    frameDuration: TIMESCALE / framesPerSecond,
    level: levelOf(width, height),
    parameterSets: encoder.parameterSets,
    frames,
    keyFrames,
  })
}
