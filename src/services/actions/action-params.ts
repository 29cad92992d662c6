import { type FieldProblem, notAmong, required } from '../../kernel/errors.ts'
import { typeName } from '../../kernel/type-name.ts'
import type { ActionDefinition, ActionParam } from './action-definition.ts'

type Params = Readonly<Record<string, unknown>>

/**
 * Returns the problems of an action's params, with fields such as `params.fps` or `params.center.x`.
 *
 * @param options.closed reports params that the action does not know
 */
export function paramProblems(
  { params: known }: Pick<ActionDefinition, 'params'>,
  params: Params,
  { closed }: { readonly closed: boolean },
): FieldProblem[] {
  const byKey = new Map(known.map((param) => [param.key, param]))
  return Object.entries(params).flatMap(([key, value]) => {
    const param = byKey.get(key)
    if (param !== undefined) return check(param, value)
    return closed ? unknownKey(`params.${key}`, [...byKey.keys()]) : []
  })
}

function check(param: ActionParam, value: unknown): FieldProblem[] {
  const field = `params.${param.key}`
  switch (param.type) {
    case 'select':
      return oneOf(field, param.options, value)
    case 'number':
      return numeric(field, value, param)
    case 'boolean':
      return typed(field, value, 'boolean')
    case 'color':
    case 'text':
      return typed(field, value, 'string')
    case 'point2d':
      return numbers(field, value, ['x', 'y'])
    case 'point3d':
      return numbers(field, value, ['x', 'y', 'z'])
    case 'interval':
      return interval(field, value)
  }
}

/** Returns the problem of a value that is not among the allowed ones. */
export function oneOf(field: string, allowed: readonly string[], value: unknown): FieldProblem[] {
  if (typeof value === 'string' && allowed.includes(value)) return []
  const received = typeof value === 'string' ? `'${value.slice(0, 60)}'` : typeName(value)
  return [notAmong(field, allowed, received)]
}

function numeric(field: string, value: unknown, { min, max }: ActionParam): FieldProblem[] {
  if (typeof value !== 'number') return typed(field, value, 'number')
  if (value < min)
    return [{ field, code: 'too_small', message: `Number must be greater than or equal to ${min}` }]
  if (value > max) return [{ field, code: 'too_big', message: `Number must be less than or equal to ${max}` }]
  return []
}

function interval(field: string, value: unknown): FieldProblem[] {
  const problems = numbers(field, value, ['min', 'max'])
  if (problems.length > 0) return problems
  const { min, max } = { ...(value as object) } as { readonly min: number; readonly max: number }
  return min <= max ? [] : [{ field, message: 'min must be less than or equal to max' }]
}

/** Checks an object whose members are exactly these, all numbers. */
function numbers(field: string, value: unknown, names: readonly string[]): FieldProblem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return typed(field, value, 'object')
  }
  const members = new Map<string, unknown>(Object.entries(value))
  const missing = names.filter((name) => !members.has(name))
  return [
    ...missing.map((name) => required(`${field}.${name}`)),
    ...Array.from(members, ([name, member]) =>
      names.includes(name)
        ? typed(`${field}.${name}`, member, 'number')
        : unknownKey(`${field}.${name}`, names),
    ).flat(),
  ]
}

function typed(field: string, value: unknown, type: string): FieldProblem[] {
  const received = typeName(value)
  if (received === type) return []
  return [{ field, code: 'invalid_type', message: `Expected ${type}, received ${received}` }]
}

const unknownKey = (field: string, known: readonly string[]): FieldProblem[] => [
  { field, code: 'unrecognized_key', message: `Unrecognized key. Known: ${known.join(', ')}` },
]
