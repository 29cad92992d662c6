import { existsSync } from 'node:fs'
import type { CallExpression, Node, TSType } from '@babel/types'
import { EMPTY, objectOf, type Shape } from '../shape.ts'
import type { Operation } from '../surface.ts'
import { type Module, parseFile, type Scope, type SourceFolder } from './modules.ts'
import {
  argumentOf,
  classesOf,
  type Method,
  methodName,
  nodesOf,
  parameterTypes,
  pathTemplate,
  type PathTemplate,
  propertiesOf,
  returnType,
} from './syntax.ts'
import { shapeOfType } from './types.ts'

/** Names that the generator gives the parameter with the fields of a request. */
const FIELD_PARAMETERS = ['body', 'query', 'params']

/** Methods of the client that send a request. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['getAPIList', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
])

/** Reads the operations of an SDK that Stainless generated, from its sources or its declarations. */
export function stainlessOperations(files: readonly string[], folder: SourceFolder): Operation[] {
  return files.flatMap((file) => {
    const module = folder.module(file)
    const bodies = bodiesOf(module)
    return Array.from(classesOf(module.statements)).flatMap(([name, methods]) =>
      methods.flatMap((method) => {
        const body = bodies.get(`${name}.${methodName(method)}`)
        return body === undefined ? [] : operationOf(method, body, module.scope)
      }),
    )
  })
}

/** What each method does. Declarations have no bodies, so these come from the script beside them. */
function bodiesOf({ file, statements }: Module): ReadonlyMap<string, Node> {
  const script = file.replace(/\.d\.ts$/, '.js')
  const source = script !== file && existsSync(script) ? parseFile(script) : statements
  const found = new Map<string, Node>()
  for (const [name, methods] of classesOf(source)) {
    for (const method of methods) {
      if (method.type === 'ClassMethod') found.set(`${name}.${methodName(method)}`, method.body)
    }
  }
  return found
}

function operationOf(method: Method, body: Node, scope: Scope): Operation[] {
  return nodesOf(body, 'CallExpression').flatMap((call) => {
    const verb = verbOf(call)
    const template = pathTemplate(argumentOf(call, 0))
    if (verb === null || template === null) return []
    return [
      {
        method: verb,
        path: template.path,
        shapes: { ...requestOf(method, call, template, scope), answer: answerOf(method, scope) },
        statuses: null,
      },
    ]
  })
}

/** `this._client.post` → POST. */
function verbOf({ callee }: CallExpression): string | null {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
  const { object } = callee
  const isClient =
    object.type === 'MemberExpression' &&
    object.property.type === 'Identifier' &&
    object.property.name === '_client'
  return isClient ? (VERBS.get(callee.property.name) ?? null) : null
}

function requestOf(
  method: Method,
  call: CallExpression,
  { variables }: PathTemplate,
  scope: Scope,
): { readonly query: Shape; readonly body: Shape } {
  const sent = new Set(
    nodesOf(call.arguments, 'ObjectExpression').flatMap((object) => [...propertiesOf(object).keys()]),
  )
  const types = parameterTypes(method)
  const name = FIELD_PARAMETERS.find((candidate) => types.has(candidate))
  const type = name === undefined ? undefined : types.get(name)
  if (type === undefined) return { query: EMPTY, body: EMPTY }
  const fields = without(shapeOfType(type, scope), variables)
  return sent.has('query') ? { query: fields, body: EMPTY } : { query: EMPTY, body: fields }
}

/** The generator puts path parameters of nested resources among the fields of the request. */
function without(shape: Shape, names: readonly string[]): Shape {
  const members = new Map(Array.from(shape.members).filter(([name]) => !names.includes(name)))
  return members.size === shape.members.size ? shape : { ...objectOf(members), rest: shape.rest }
}

/** The answer is in the type of the promise. That of a page stands first, before that of its rows. */
function answerOf(method: Method, scope: Scope): Shape {
  const type = returnType(method)
  if (type?.type !== 'TSTypeReference') return EMPTY
  const answer: TSType | undefined = type.typeParameters?.params[0]
  return answer === undefined || answer.type === 'TSVoidKeyword' ? EMPTY : shapeOfType(answer, scope)
}
