import { pick, seededRandom } from '../simulator/random.ts'
import type { AudioOutput, OutputRequest } from '../services/outputs.ts'

const SAMPLE_RATE = 22_050
const BYTES_PER_SAMPLE = 2
const HEADER_BYTES = 44
const NOTE_SECONDS = 0.25
/** A pentatonic scale in Hz: any order of its notes sounds agreeable. */
const NOTES = [261.63, 293.66, 329.63, 392, 440, 523.25] as const
const VOLUME = 0.3 * 32_767

/** A WAV file (PCM, 16 bit, mono) of the output's duration: a sequence of notes that follows from model and prompt. */
export function renderAudio({ seconds }: AudioOutput, { model, prompt }: OutputRequest): Uint8Array {
  const samples = Math.round(seconds * SAMPLE_RATE)
  const bytes = Buffer.alloc(HEADER_BYTES + samples * BYTES_PER_SAMPLE)
  writeHeader(bytes, samples)
  const random = seededRandom(`${model}/${prompt}`)
  const samplesPerNote = Math.round(NOTE_SECONDS * SAMPLE_RATE)
  let frequency: number = NOTES[0]
  for (let index = 0; index < samples; index += 1) {
    const position = index % samplesPerNote
    if (position === 0) frequency = pick(random, NOTES)
    // Each note fades in and out, so that none begins or ends with a click.
    const envelope = Math.sin((Math.PI * position) / samplesPerNote)
    const wave = Math.sin((2 * Math.PI * frequency * index) / SAMPLE_RATE)
    bytes.writeInt16LE(Math.round(VOLUME * envelope * wave), HEADER_BYTES + index * BYTES_PER_SAMPLE)
  }
  return bytes
}

function writeHeader(bytes: Buffer, samples: number): void {
  const dataBytes = samples * BYTES_PER_SAMPLE
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(SAMPLE_RATE, 24)
  bytes.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE, 28)
  bytes.writeUInt16LE(BYTES_PER_SAMPLE, 32)
  bytes.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(dataBytes, 40)
}
