import { outputParams } from '../actions/action-output-params.ts'
import { imageSize, type PixelSize, videoSize } from './dimensions.ts'
import { type AudioFormat, audioFormat, type ImageFormat, imageFormat } from './formats.ts'
import type { OutputFault } from '../rules/output-fault.ts'
import type { OutputSpec, RunRequest } from './plan.ts'
import type { Random } from '../../kernel/random.ts'
import { writeText } from './output-text.ts'

/** An output that is a file. This describes it; the file is made at the first download. */
export type PlannedFile = {
  readonly id: string
  readonly fault?: OutputFault
  /** Folder of the file's URL, such as `node-outputs/2026/7/1`. @default none */
  readonly folder?: string
} & (
  | ({ readonly kind: 'image'; readonly format: ImageFormat } & PixelSize)
  | ({ readonly kind: 'video'; readonly format: 'mp4'; readonly seconds: number } & PixelSize)
  | { readonly kind: 'audio'; readonly format: AudioFormat; readonly seconds: number }
  | { readonly kind: 'document'; readonly format: 'pdf' }
)

/** An output of a completed run. A text is complete. */
export type PlannedOutput =
  | PlannedFile
  | { readonly id: string; readonly kind: 'text'; readonly text: string }

const CLIP_SECONDS = { min: 1, max: 30, default: 5 }

/** Id of the only output of a generation in FLORA's examples. */
const OUTPUT_ID = 'output_1'

/**
 * Plans the outputs of a run.
 *
 * @param fault of every file; null for none
 */
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

/** Reads `duration` in seconds. It may be a numeric string, as in the options of the catalogue. */
function clipSeconds(params: RunRequest['params']): number {
  const value = params['duration']
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return CLIP_SECONDS.default
  return Math.min(CLIP_SECONDS.max, Math.max(CLIP_SECONDS.min, seconds))
}
