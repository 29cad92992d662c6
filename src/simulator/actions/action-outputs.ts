import type { MediaType, OutputSpec, RunParams } from '../runs/plan.ts'

/** An output slot of an action. */
export interface OutputSlot {
  readonly type: MediaType
  /** True when the params decide the number of outputs. */
  readonly several: boolean
}

/** Params with the number of outputs. */
const COUNT_PARAMS = ['count', 'segments', 'frame_count'] as const
/** Outputs of one slot. Keeps a run small when fixtures allow large counts. */
const COUNT_MAX = 100

/**
 * Returns the outputs of an action, numbered as FLORA numbers them.
 *
 * @param texts replace the slots of a text action; null for the others
 */
export function actionOutputs(
  slots: readonly OutputSlot[],
  params: RunParams,
  texts: readonly string[] | null,
): OutputSpec[] {
  const outputs: Omit<OutputSpec, 'id'>[] =
    texts === null
      ? slots.flatMap(({ type, several }) =>
          Array.from({ length: several ? countOf(params) : 1 }, () => ({ kind: type })),
        )
      : // The API has no empty text outputs, because their `url` has at least one character.
        texts.filter((text) => text !== '').map((text) => ({ kind: 'text', text }))
  return outputs.map((output, index) => ({ id: `output_${index + 1}`, ...output }))
}

function countOf(params: RunParams): number {
  if (params['mode'] === 'single') return 1
  const count = COUNT_PARAMS.map((name) => params[name]).find((value) => typeof value === 'number')
  return Math.min(COUNT_MAX, Math.max(1, Math.floor(count ?? 1)))
}
