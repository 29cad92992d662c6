import type { SchemaObject } from 'ajv/dist/2020.js'
import type { FastifySchemaCompiler } from 'fastify'
import { type FieldProblem, validationError } from '../kernel/errors.ts'
import { components } from '../schemas/components.ts'
import { createCompiler } from '../kernel/validation.ts'
import { renewProjectIds } from './older-ids.ts'

/**
 * Validates requests: bodies strictly by type, path and query after coercion from text.
 *
 * @param options.strict rejects unknown members of bodies, callback URLs that are not public https, and ids of projects
 *   that begin with `proj_`, as production does
 * @param options.closedQuery rejects unknown query parameters
 */
export function requestValidator({
  strict,
  closedQuery = false,
}: {
  strict: boolean
  closedQuery?: boolean
}): FastifySchemaCompiler<SchemaObject> {
  const common = { publicCallbacks: strict, schemas: components }
  const compileBody = createCompiler({ ...common, coerce: false, closed: strict })
  const compileText = createCompiler({ ...common, coerce: true, closed: false })

  const compileQuery = closedQuery ? createCompiler({ ...common, coerce: true, closed: true }) : compileText

  return ({ schema, httpPart }) => {
    const isBody = httpPart === 'body'
    const compile = isBody ? compileBody : httpPart === 'querystring' ? compileQuery : compileText
    const validate = compile(schema)
    return (received: unknown) => {
      // No body and `null` count as an empty object, so that the answer names every member that is required.
      const value = isBody ? (received ?? {}) : received
      if (!strict) renewProjectIds(value)
      const found = validate(value)
      const problems =
        closedQuery && httpPart === 'querystring' ? found.map(explainRepetition(schema, value)) : found
      return problems.length === 0 ? { value } : { error: validationError(problems) }
    }
  }
}

/** A parameter that is given twice is an array, which its sender does not see. Its description tells what it may hold. */
const explainRepetition =
  ({ properties }: SchemaObject, query: unknown) =>
  (problem: FieldProblem): FieldProblem => {
    const values = memberOf(query, problem.field)
    if (!Array.isArray(values)) return problem
    const description = memberOf(memberOf(properties, problem.field), 'description')
    const more = typeof description === 'string' ? `. ${description}` : ''
    return { ...problem, message: `Expected one value, received ${values.length}${more}` }
  }

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
