import { outputParams } from '../actions/action-output-params.ts'
import { imageSize, type PixelSize, videoSize } from './dimensions.ts'
import { type AudioFormat, audioFormat, type ImageFormat, imageFormat } from './formats.ts'
import type { OutputFault } from '../rules/output-fault.ts'
import type { OutputSpec, RunRequest } from './plan.ts'
import type { Random } from '../../kernel/random.ts'
import { writeText } from './text.ts'

/** An output that is a file: described here, and made when it is first downloaded. */
export type PlannedFile = { readonly id: string; readonly fault?: OutputFault } & (
  | ({ readonly kind: 'image'; readonly format: ImageFormat } & PixelSize)
  | ({ readonly kind: 'video'; readonly format: 'mp4'; readonly seconds: number } & PixelSize)
  | { readonly kind: 'audio'; readonly format: AudioFormat; readonly seconds: number }
  | { readonly kind: 'document'; readonly format: 'pdf' }
)

/** One output of a completed run. Text is here in full. */
export type PlannedOutput =
  | PlannedFile
  | { readonly id: string; readonly kind: 'text'; readonly text: string }

const CLIP_SECONDS = { min: 1, max: 30, default: 5 }

/** FLORA names a generation's only output `output_1` in its examples. */
const OUTPUT_ID = 'output_1'

export function planOutputs(
  request: RunRequest,
  random: Random,
  fault: OutputFault | null,
): readonly PlannedOutput[] {
  const specs = request.outputs ?? [{ id: OUTPUT_ID, kind: request.type }]
  const { action, params } = request
  const planned = { ...request, params: action === undefined ? params : outputParams(action.id, params) }
  return specs.map((spec) => {
    const output = planOutput(spec, planned, random)
    return fault === null || output.kind === 'text' ? output : { ...output, fault }
  })
}

function planOutput({ id, kind, text }: OutputSpec, request: RunRequest, random: Random): PlannedOutput {
  const { params } = request
  switch (kind) {
    case 'image':
      return { id, kind, format: imageFormat(params), ...imageSize(params) }
    case 'video':
      return { id, kind, format: 'mp4', seconds: clipSeconds(params), ...videoSize(params) }
    case 'audio':
      return { id, kind, format: audioFormat(params), seconds: clipSeconds(params) }
    case 'document':
      return { id, kind, format: 'pdf' }
    case 'text':
      return { id, kind, text: text ?? writeText(request, random) }
  }
}

/** `params.duration` as a number or a numeric string (catalogue options are strings); anything else is the default. */
function clipSeconds(params: RunRequest['params']): number {
  const value = params['duration']
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return CLIP_SECONDS.default
  return Math.min(CLIP_SECONDS.max, Math.max(CLIP_SECONDS.min, seconds))
}
