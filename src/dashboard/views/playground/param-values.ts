import type { Model } from '../../../schemas/models/model.ts'

export type Param = Model['params'][number]
type Texts = Readonly<Record<string, string>>

const NUMERIC = new Set<Param['type']>(['int', 'int?', 'seed', 'float'])
export const isNumeric = ({ type }: Param): boolean => NUMERIC.has(type)

/** Returns the name under which the form holds one property of a `dict` parameter. */
export const partName = (param: Param, part: string): string => `${param.name}.${part}`

/** Converts the entered text into the value of a parameter; undefined for the model's default. */
export function paramValue(param: Param, texts: Texts): unknown {
  if (param.type === 'dict') return dictValue(param, texts)
  const text = texts[param.name]?.trim() ?? ''
  if (text === '') return undefined
  if (isNumeric(param)) return Number(text)
  if (param.type === 'bool') return text === 'true'
  if (param.type === 'string[]')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  return text
}

function dictValue(param: Param, texts: Texts): unknown {
  const entries = Object.keys(param.properties ?? {})
    .map((part) => [part, texts[partName(param, part)]?.trim() ?? ''] as const)
    .filter(([, text]) => text !== '')
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([part, text]) => [part, Number(text)]))
}

/** Returns the problem with the entered text; null for none. */
export function paramProblem(param: Param, texts: Texts): string | null {
  const text = texts[param.name]?.trim() ?? ''
  if (text === '')
    return param.required && param.default === undefined ? 'This model requires a value.' : null
  if (!isNumeric(param)) return null
  const value = Number(text)
  if (Number.isNaN(value)) return 'Enter a number.'
  if (param.type !== 'float' && !Number.isInteger(value)) return 'Enter a whole number.'
  if (param.min !== undefined && value < param.min) return `Enter at least ${param.min}.`
  if (param.max !== undefined && value > param.max) return `Enter at most ${param.max}.`
  return null
}
