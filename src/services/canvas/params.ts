import type { RunnableModel } from '../models/runnable-model.ts'
import type { JsonObject } from '../../simulator/canvas/canvas.ts'

type Param = RunnableModel['params'][number]

interface ParamProblem {
  readonly name: string
  readonly message: string
  /** Null where the values are no closed list. */
  readonly validValues: readonly string[] | null
}

/** Returns the parameters that a model refuses, each with the accepted values. */
export function paramProblems(model: RunnableModel, params: JsonObject): readonly ParamProblem[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const param = model.params.find((candidate) => candidate.name === name)
    const message = param === undefined ? unknown(model) : problemWith(param, value)
    return message === null ? [] : [{ name, message, validValues: optionsOf(param) }]
  })
}

function optionsOf(param: Param | undefined): readonly string[] | null {
  const options = param?.options ?? []
  return options.length === 0 ? null : options.map((option) => option.value)
}

function unknown({ id, params }: RunnableModel): string {
  const known = params.map(({ name }) => name).join(', ')
  return `Not a parameter of ${id}, which takes: ${known === '' ? 'none' : known}`
}

function problemWith(param: Param, value: unknown): string | null {
  const { options = [] } = param
  if (options.length > 0 && !options.some((option) => option.value === value)) {
    return `Must be one of: ${options.map((option) => option.value).join(', ')}`
  }
  if (!hasType(param.type, value)) return `Must be ${WORDS.get(param.type) ?? param.type}`
  if (typeof value !== 'number') return null
  if (param.min !== undefined && value < param.min) return `Must be at least ${param.min}`
  if (param.max !== undefined && value > param.max) return `Must be at most ${param.max}`
  return null
}

const WORDS: ReadonlyMap<Param['type'], string> = new Map([
  ['string', 'a string'],
  ['string[]', 'a list of strings'],
  ['bool', 'true or false'],
  ['int', 'an integer'],
  ['int?', 'an integer or null'],
  ['seed', 'an integer or null'],
  ['float', 'a number'],
  ['dict', 'an object'],
])

function hasType(type: Param['type'], value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'string[]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'bool':
      return typeof value === 'boolean'
    case 'int':
      return Number.isSafeInteger(value)
    case 'int?':
    case 'seed':
      return value === null || Number.isSafeInteger(value)
    case 'float':
      return typeof value === 'number'
    case 'dict':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}
