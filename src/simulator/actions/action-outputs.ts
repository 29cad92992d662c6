import type { MediaType, OutputSpec } from '../runs/plan.ts'

/** An output slot of an action. */
export interface OutputSlot {
  readonly type: MediaType
  readonly several: boolean
}

/** Where the number of outputs of a slot for several is told. */
const COUNT_PARAMS = ['count', 'segments', 'frame_count'] as const
/** Keeps a run small whatever the fixtures allow. */
const COUNT_MAX = 100

/** The outputs of an action's slots, numbered as FLORA numbers them. Texts that are known take the place of the slots. */
export function actionOutputs(
  slots: readonly OutputSlot[],
  params: Readonly<Record<string, unknown>>,
  texts: readonly string[] | null,
): OutputSpec[] {
  const outputs: Omit<OutputSpec, 'id'>[] =
    texts === null
      ? slots.flatMap(({ type, several }) =>
          Array.from({ length: several ? countOf(params) : 1 }, () => ({ kind: type })),
        )
      : // The API has no empty text outputs: their `url` has at least one character.
        texts.filter((text) => text !== '').map((text) => ({ kind: 'text', text }))
  return outputs.map((output, index) => ({ id: `output_${index + 1}`, ...output }))
}

function countOf(params: Readonly<Record<string, unknown>>): number {
  if (params['mode'] === 'single') return 1
  const count = COUNT_PARAMS.map((name) => params[name]).find((value) => typeof value === 'number')
  return Math.min(COUNT_MAX, Math.max(1, Math.floor(count ?? 1)))
}
