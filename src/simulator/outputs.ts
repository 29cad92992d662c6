import { imageSize, type PixelSize, videoSize } from './dimensions.ts'
import type { OutputSpec, RunRequest } from './plan.ts'
import type { Random } from './random.ts'
import { writeText } from './text.ts'

/** One output of a completed run. Media are described here and made when first downloaded; text is here in full. */
export type PlannedOutput =
  | ({ readonly id: string; readonly kind: 'image'; readonly format: 'png' } & PixelSize)
  | ({
      readonly id: string
      readonly kind: 'video'
      readonly format: 'mp4'
      readonly seconds: number
    } & PixelSize)
  | { readonly id: string; readonly kind: 'audio'; readonly format: 'wav'; readonly seconds: number }
  | { readonly id: string; readonly kind: 'text'; readonly text: string }

const CLIP_SECONDS = { min: 1, max: 30, default: 5 }

/** FLORA names a generation's only output `output_1` in its examples. */
const OUTPUT_ID = 'output_1'

export function planOutputs(request: RunRequest, random: Random): readonly PlannedOutput[] {
  const specs = request.outputs ?? [{ id: OUTPUT_ID, kind: request.type }]
  return specs.map((spec) => planOutput(spec, request, random))
}

function planOutput({ id, kind, text }: OutputSpec, request: RunRequest, random: Random): PlannedOutput {
  const { params } = request
  switch (kind) {
    case 'image':
      return { id, kind, format: 'png', ...imageSize(params) }
    case 'video':
      return { id, kind, format: 'mp4', seconds: clipSeconds(params), ...videoSize(params) }
    case 'audio':
      return { id, kind, format: 'wav', seconds: clipSeconds(params) }
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
