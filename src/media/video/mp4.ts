import { PROFILE } from './h264.ts'

/** The samples of a video track and what describes them. */
export interface Track {
  readonly width: number
  readonly height: number
  /** Of the whole track, in 1/`TIMESCALE` s. */
  readonly duration: number
  /** Of each frame in 1/`TIMESCALE` s; the last one lasts until the end. */
  readonly frameDuration: number
  /** `level_idc` of H.264. */
  readonly level: number
  /** The NAL units of the sequence and the picture parameter set. */
  readonly parameterSets: readonly [Uint8Array, Uint8Array]
  /** A NAL unit per frame. */
  readonly frames: readonly Uint8Array[]
  /** Indices of the key frames, from 0. */
  readonly keyFrames: readonly number[]
}

/** Units of time per second, a multiple of all usual frame rates. */
export const TIMESCALE = 90_000

/** The identity matrix. */
const UPRIGHT = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
/** Language code `und`, undetermined. */
const NO_LANGUAGE = 0x55c4

/** Writes an MP4 file of one track. `moov` is in front, so that players start before the download ends. */
export function writeMp4(track: Track): Uint8Array {
  const type = box('ftyp', 'isom', u32(512), 'isomiso2avc1mp41')
  const samples = track.frames.flatMap((frame) => [Buffer.from(u32(frame.length)), frame])
  // The length of the box does not depend on the offset, so the first pass measures it.
  const indexLength = movie(track, 0).length
  const index = movie(track, type.length + indexLength + 8)
  return Buffer.concat([type, index, box('mdat', ...samples)])
}

/**
 * Writes `moov`.
 *
 * @param offset of the first sample in the file, in bytes.
 */
function movie(track: Track, offset: number): Buffer {
  const { width, height, duration } = track
  const rate = [u32(0x10000), u16(0x100, 0), u32(0, 0)]
  const nextTrack = u32(0, 0, 0, 0, 0, 0, 2)
  const header = full('mvhd', 0, u32(0, 0, TIMESCALE, duration), ...rate, u32(...UPRIGHT), nextTrack)
  const size = u32(width * 0x10000, height * 0x10000)
  const place = [u32(0, 0), u16(0, 0, 0, 0), u32(...UPRIGHT), size]
  const trackHeader = full('tkhd', 3, u32(0, 0, 1, 0, duration), ...place)
  const media = box(
    'mdia',
    full('mdhd', 0, u32(0, 0, TIMESCALE, duration), u16(NO_LANGUAGE, 0)),
    full('hdlr', 0, u32(0), 'vide', u32(0, 0, 0), 'video\0'),
    box('minf', full('vmhd', 1, u16(0, 0, 0, 0)), dataHere(), sampleTable(track, offset)),
  )
  return box('moov', header, box('trak', trackHeader, media))
}

/** Writes `dinf`: the samples are in this file. */
const dataHere = (): Buffer => box('dinf', full('dref', 0, u32(1), full('url ', 1)))

/** Writes `stbl`, with all samples in one chunk. */
function sampleTable(track: Track, offset: number): Buffer {
  const { frames, keyFrames, frameDuration, duration } = track
  const last = duration - frameDuration * (frames.length - 1)
  const times = frames.length === 1 ? [1, last] : [frames.length - 1, frameDuration, 1, last]
  return box(
    'stbl',
    full('stsd', 0, u32(1), description(track)),
    full('stts', 0, u32(times.length / 2, ...times)),
    full('stss', 0, u32(keyFrames.length, ...keyFrames.map((index) => index + 1))),
    full('stsc', 0, u32(1, 1, frames.length, 1)),
    full('stsz', 0, u32(0, frames.length, ...frames.map((frame) => frame.length + 4))),
    full('stco', 0, u32(1, offset)),
  )
}

/** Writes the sample entry `avc1` (ISO/IEC 14496-15). */
function description({ width, height, level, parameterSets }: Track): Buffer {
  const [sequence, picture] = parameterSets
  const sets = [[0xe1], u16(sequence.length), sequence, [1], u16(picture.length), picture]
  const resolution = u32(0x480000, 0x480000)
  return box(
    'avc1',
    u32(0),
    u16(0, 1),
    u32(0, 0, 0, 0),
    u16(width, height),
    resolution,
    u32(0),
    u16(1),
    new Uint8Array(32),
    u16(24, 0xffff),
    box('avcC', [1, PROFILE.idc, PROFILE.constraints, level, 0xff], ...sets),
    box('colr', 'nclx', u16(1, 1, 1), [0]),
  )
}

/** Content of a box: ASCII text, bytes or nested boxes. */
type Part = string | readonly number[] | Uint8Array

function box(name: string, ...parts: readonly Part[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
  return Buffer.concat([Buffer.from(u32(body.length + 8)), Buffer.from(name, 'latin1'), body])
}

/** Writes a full box of version 0. */
const full = (name: string, flags: number, ...parts: readonly Part[]): Buffer =>
  box(name, u32(flags), ...parts)

const u32 = (...values: readonly number[]): number[] =>
  values.flatMap((value) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff])

const u16 = (...values: readonly number[]): number[] => values.flatMap((value) => [value >> 8, value & 0xff])
