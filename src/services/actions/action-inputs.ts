import { type FieldProblem, required } from '../../kernel/errors.ts'
import type { Action } from '../../schemas/actions/action.ts'
import type { MediaType } from '../../simulator/runs/plan.ts'

/** An input of an action's run. */
export interface ActionInput {
  readonly type: MediaType
  readonly url: string | null
  readonly text: string | null
  readonly name: string | null
}

type Slot = Action['inputs'][number]

/** Returns the problems of an action's inputs, which fill its slots by type. Names are labels only. */
export function inputProblems({ inputs: slots }: Pick<Action, 'inputs'>, inputs: readonly ActionInput[]) {
  const filled = new Map<Slot, number>(slots.map((slot) => [slot, 0]))
  const problems = inputs.flatMap((input, index) => [
    ...contentProblems(input, `inputs.${index}`),
    ...slotProblems(input, `inputs.${index}`, filled),
  ])
  for (const [slot, count] of filled) {
    const { min } = boundsOf(slot)
    if (count >= min) continue
    const few = `Needs ${min === 1 ? `an input of type ${slot.type}` : `${min} inputs of type ${slot.type}`}`
    problems.push({ field: 'inputs', code: 'too_small', message: few })
  }
  return problems
}

function contentProblems({ type, url, text }: ActionInput, field: string): FieldProblem[] {
  if (type === 'text') return text === null ? [required(`${field}.text`)] : []
  // FLORA's own example has an image without a URL. No input is fetched, so a placeholder serves.
  return url === null && text !== null ? [required(`${field}.url`)] : []
}

function slotProblems({ type }: ActionInput, field: string, filled: Map<Slot, number>): FieldProblem[] {
  const fitting = [...filled].filter(([slot]) => slot.type === type)
  if (fitting.length === 0) {
    const validValues = [...new Set(Array.from(filled.keys(), (slot) => slot.type))]
    const message = `The action takes inputs of type ${validValues.join(', ')}, not ${type}`
    return [{ field: `${field}.type`, code: 'invalid_enum_value', message, validValues }]
  }
  const free = fitting.find(([slot, count]) => count < boundsOf(slot).max)
  if (free !== undefined) {
    filled.set(free[0], free[1] + 1)
    return []
  }
  const most = fitting.reduce((sum, [slot]) => sum + boundsOf(slot).max, 0)
  return [{ field, code: 'too_big', message: `The action takes at most ${most} of type ${type}` }]
}

function boundsOf({ multiple, optional = false }: Slot): { readonly min: number; readonly max: number } {
  if (multiple === undefined) return { min: optional ? 0 : 1, max: 1 }
  if (multiple === true) return { min: optional ? 0 : 1, max: Infinity }
  return { min: multiple.min ?? 1, max: multiple.max ?? Infinity }
}
