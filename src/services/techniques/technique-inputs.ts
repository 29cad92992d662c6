import { type FieldProblem, required, validationError } from '../../kernel/errors.ts'
import { typeName } from '../../kernel/type-name.ts'
import type { IoType } from '../../schemas/techniques/technique.ts'
import type { TechniqueDefinition, TechniqueInput } from './technique-definition.ts'

/** A value of an input in a request. */
export interface GivenInput {
  readonly id: string
  /** Null in requests that do not name the type. */
  readonly type: IoType | null
  readonly value: unknown
  /** Fields of the request for problems of each part. */
  readonly fields: { readonly id: string; readonly type: string; readonly value: string }
}

/** Values by input id; lists for inputs that take several values. */
export type InputValues = Readonly<Record<string, string | readonly string[]>>

/**
 * Checks the inputs of a request against the technique, and returns their values.
 *
 * @throws ApiError 400 with every problem
 */
export function checkInputs({ inputs }: TechniqueDefinition, given: readonly GivenInput[]): InputValues {
  const values = new Map<string, string[]>()
  const problems: FieldProblem[] = []
  for (const input of given) {
    const definition = inputs.find(({ id }) => id === input.id)
    const soFar = values.get(input.id) ?? []
    const problem =
      definition === undefined ? unknownInput(input, inputs) : problemOf(input, definition, soFar.length)
    if (problem !== null) problems.push(problem)
    soFar.push(typeof input.value === 'string' ? input.value : '')
    values.set(input.id, soFar)
  }
  for (const { id, isOptional } of inputs) {
    if (!isOptional && !values.has(id)) problems.push(required(`inputs.${id}`))
  }
  if (problems.length > 0) throw validationError(problems)
  return Object.fromEntries(
    inputs.flatMap(({ id, takesSeveral }) => {
      const all = values.get(id) ?? []
      return all.slice(0, 1).map((first) => [id, takesSeveral ? all : first])
    }),
  )
}

function unknownInput({ id, fields }: GivenInput, inputs: readonly TechniqueInput[]): FieldProblem {
  const validValues = inputs.map((input) => input.id)
  const known = validValues.map((input) => `'${input}'`).join(' | ')
  const message = `Unknown input '${clip(id)}'. Expected ${known || 'none'}`
  return { field: fields.id, code: 'unknown_input', message, validValues }
}

function problemOf(given: GivenInput, definition: TechniqueInput, earlier: number): FieldProblem | null {
  const { type, value, fields } = given
  if (earlier > 0 && !definition.takesSeveral) {
    return { field: fields.id, code: 'too_big', message: `Input '${definition.id}' takes one value` }
  }
  if (type !== null && type !== definition.type) {
    const message = `Expected '${definition.type}', received '${type}'`
    return { field: fields.type, code: 'invalid_enum_value', message, validValues: [definition.type] }
  }
  return valueProblem(fields.value, value, definition)
}

function valueProblem(
  field: string,
  value: unknown,
  { type, takesElement }: TechniqueInput,
): FieldProblem | null {
  if (typeof value !== 'string') {
    return { field, code: 'invalid_type', message: `Expected string, received ${typeName(value)}` }
  }
  if (value === '')
    return { field, code: 'too_small', message: 'String must contain at least 1 character(s)' }
  if (type === 'text' || takesElement) return null
  const isUrl = URL.canParse(value) && /^https?:\/\//i.test(value)
  return isUrl ? null : { field, code: 'invalid_string', message: 'Invalid url' }
}

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
