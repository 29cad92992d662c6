import type { TSchema } from 'typebox'
import type { FieldProblem } from '../kernel/errors.ts'

/** The part of a tool that a message about its arguments needs. */
interface Described {
  readonly name: string
  readonly input: TSchema
  readonly example: object
}

/** The members of a JSON schema that help to mend an argument. */
interface Hints {
  readonly properties?: Readonly<Record<string, Hints>>
  readonly description?: string
}

/** Arguments that the schema of a tool refuses. The message names each field, with its remedy, and an example. */
export class BadArguments extends Error {
  constructor({ name, input, example }: Described, problems: readonly FieldProblem[]) {
    const lines = problems.map(({ field, code, message }) => {
      const path = field === 'body' ? [] : field.split('.')
      const hint = code === 'unrecognized_key' ? knownAt(input, path.slice(0, -1)) : hintAt(input, path)
      return `- ${field === 'body' ? 'arguments' : field}: ${message}. ${hint}`.trimEnd()
    })
    super(`${name}: wrong arguments.\n${lines.join('\n')}\nExample: ${JSON.stringify(example)}`)
    this.name = 'BadArguments'
  }
}

const schemaAt = (schema: Hints | undefined, path: readonly string[]): Hints | undefined =>
  path.reduce<Hints | undefined>((part, name) => part?.properties?.[name], schema)

const hintAt = (schema: Hints, path: readonly string[]): string => schemaAt(schema, path)?.description ?? ''

function knownAt(schema: Hints, path: readonly string[]): string {
  const known = Object.keys(schemaAt(schema, path)?.properties ?? {})
  return known.length === 0 ? 'Remove it.' : `Known: ${known.join(', ')}.`
}
