import type { ClassMethod, Node, ObjectExpression } from '@babel/types'
import { EMPTY, objectOf, type Shape, UNKNOWN } from '../shape.ts'
import { type Operation, pathBelowBase } from '../surface.ts'
import type { Scope, SourceFolder } from './modules.ts'
import {
  argumentOf,
  classesOf,
  nodesOf,
  parameterTypes,
  pathTemplate,
  type PathTemplate,
  propertiesOf,
} from './syntax.ts'
import { shapeOfType } from './types.ts'

/** Reads the operations of an SDK that Fern generated, from the files `client/Client.ts` of its resources. */
export function fernOperations(files: readonly string[], folder: SourceFolder): Operation[] {
  return files.flatMap((file) => {
    const { statements, scope } = folder.module(file)
    const methods = [...classesOf(statements).values()].flat()
    return methods.flatMap((method) => (method.type === 'ClassMethod' ? operationOf(method, scope) : []))
  })
}

/** The options that a method hands to the fetcher say what it sends. */
function operationOf(method: ClassMethod, scope: Scope): Operation[] {
  return nodesOf(method.body, 'ObjectExpression').flatMap((options) => {
    const sent = propertiesOf(options)
    const verb = sent.get('method')
    const template = urlOf(sent.get('url'))
    if (verb?.type !== 'StringLiteral' || template === null) return []
    return [
      {
        method: verb.value,
        path: pathBelowBase(template.path),
        shapes: { ...requestOf(method, { sent, template }, scope), answer: answerOf(method, scope) },
        statuses: statusesOf(method),
      },
    ]
  })
}

/** `core.url.join(base, "runs")`. */
function urlOf(node: Node | undefined): PathTemplate | null {
  return node?.type === 'CallExpression' ? pathTemplate(argumentOf(node, -1)) : null
}

interface Request {
  readonly sent: ReadonlyMap<string, Node>
  readonly template: PathTemplate
}

function requestOf(
  method: ClassMethod,
  { sent, template }: Request,
  scope: Scope,
): { readonly query: Shape; readonly body: Shape } {
  const type = parameterTypes(method).get('request')
  const fields = type === undefined ? EMPTY : shapeOfType(type, scope)
  const inQuery = queryNames(method)
  const inPath = membersOfRequest(method, template.variables)
  const query = Array.from(inQuery, (name): [string, Shape] => [name, fields.members.get(name) ?? UNKNOWN])
  const rest = Array.from(fields.members).filter(([name]) => !inQuery.has(name) && !inPath.has(name))
  return {
    query: objectOf(new Map(query)),
    body: sent.has('body') ? { ...fields, members: new Map(rest) } : EMPTY,
  }
}

/** Names of the query in `const _queryParams = { limit, type: type_ }`. */
function queryNames(method: ClassMethod): ReadonlySet<string> {
  const objects = nodesOf(method.body, 'VariableDeclarator').flatMap(({ id, init }): ObjectExpression[] =>
    id.type === 'Identifier' && id.name === '_queryParams' && init?.type === 'ObjectExpression' ? [init] : [],
  )
  return new Set(objects.flatMap((object) => [...propertiesOf(object).keys()]))
}

/** Members of the request that path variables come from: `const { project_id: projectId } = request`. */
function membersOfRequest(method: ClassMethod, variables: readonly string[]): ReadonlySet<string> {
  const found = nodesOf(method.body, 'ObjectPattern').flatMap(({ properties }) =>
    properties.flatMap((property): string[] => {
      if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') return []
      const local = property.value.type === 'Identifier' ? property.value.name : ''
      return variables.includes(local) ? [property.key.name] : []
    }),
  )
  return new Set([...found, ...variables])
}

/** `_response.body as Flora.Answer`. Errors are cast to unknown. */
function answerOf(method: ClassMethod, scope: Scope): Shape {
  const [cast] = nodesOf(method.body, 'TSAsExpression').filter(
    ({ expression, typeAnnotation }) =>
      expression.type === 'MemberExpression' &&
      expression.property.type === 'Identifier' &&
      expression.property.name === 'body' &&
      typeAnnotation.type !== 'TSUnknownKeyword',
  )
  return cast === undefined ? EMPTY : shapeOfType(cast.typeAnnotation, scope)
}

/** The statuses that have an error class of their own; the generator leaves out those of success. */
function statusesOf(method: ClassMethod): ReadonlySet<string> {
  const tests = nodesOf(method.body, 'SwitchCase').map(({ test }) => test)
  return new Set(tests.flatMap((test) => (test?.type === 'NumericLiteral' ? [String(test.value)] : [])))
}
