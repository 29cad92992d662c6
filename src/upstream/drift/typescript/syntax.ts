import type {
  CallExpression,
  ClassMethod,
  Expression,
  FunctionParameter,
  Node,
  ObjectExpression,
  Statement,
  TaggedTemplateExpression,
  TemplateLiteral,
  TSDeclareMethod,
  TSParameterProperty,
  TSType,
} from '@babel/types'
import { walk } from './modules.ts'

export type Method = ClassMethod | TSDeclareMethod

/** The methods of the classes that a file declares, by the name of their class. */
export function classesOf(statements: readonly Statement[]): ReadonlyMap<string, readonly Method[]> {
  const found = new Map<string, Method[]>()
  for (const statement of statements) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (node?.type !== 'ClassDeclaration') continue
    const methods = node.body.body.filter(
      (member) => member.type === 'ClassMethod' || member.type === 'TSDeclareMethod',
    )
    found.set(node.id?.name ?? '', methods)
  }
  return found
}

export const methodName = ({ key }: Method): string => (key.type === 'Identifier' ? key.name : '')

/** The types of a method's parameters, by name. */
export function parameterTypes(method: Method): ReadonlyMap<string, TSType> {
  return new Map(method.params.flatMap(typedParameter))
}

function typedParameter(parameter: FunctionParameter | TSParameterProperty): [string, TSType][] {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
  if (target.type !== 'Identifier') return []
  const annotation = target.typeAnnotation
  return annotation?.type === 'TSTypeAnnotation' ? [[target.name, annotation.typeAnnotation]] : []
}

export function returnType({ returnType: annotation }: Method): TSType | null {
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : null
}

/** Every node of a type below `node`. */
export function nodesOf<Type extends Node['type']>(
  node: unknown,
  type: Type,
): Extract<Node, { readonly type: Type }>[] {
  const found: Extract<Node, { readonly type: Type }>[] = []
  walk(node, (inner) => {
    if (isOf(inner, type)) found.push(inner)
  })
  return found
}

const isOf = <Type extends Node['type']>(
  node: Node,
  type: Type,
): node is Extract<Node, { readonly type: Type }> => node.type === type

/** A path in the source of a client, and the names of the variables in it. */
export interface PathTemplate {
  readonly path: string
  readonly variables: readonly string[]
}

/** Reads `'/runs'`, `` `/runs/${id}` `` and `` path`/runs/${id}` ``; null for any other expression. */
export function pathTemplate(node: Node | undefined): PathTemplate | null {
  if (node?.type === 'StringLiteral') return { path: node.value, variables: [] }
  const template = templateOf(node)
  if (template === null) return null
  const variables = template.expressions.map(variableIn)
  const parts = template.quasis.map(({ value }, index) => {
    const name = variables[index]
    return name === undefined ? value.raw : `${value.raw}{${name}}`
  })
  return { path: parts.join(''), variables }
}

function templateOf(node: Node | undefined): TemplateLiteral | null {
  if (node?.type === 'TemplateLiteral') return node
  return node?.type === 'TaggedTemplateExpression' ? quasiOf(node) : null
}

const quasiOf = ({ quasi }: TaggedTemplateExpression): TemplateLiteral => quasi

/** `id` in `id` and in `core.url.encodePathParam(id)`. */
function variableIn(node: Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'CallExpression') return variableIn(argumentOf(node, 0) ?? node.callee)
  return '*'
}

/** An argument of a call that is an expression. */
export function argumentOf({ arguments: list }: CallExpression, index: number): Expression | undefined {
  const found = list.at(index)
  return found === undefined || found.type === 'SpreadElement' || found.type === 'ArgumentPlaceholder'
    ? undefined
    : found
}

/** The values of an object's members by name, spreads left out. */
export function propertiesOf({ properties }: ObjectExpression): ReadonlyMap<string, Node> {
  return new Map(
    properties.flatMap((property): [string, Node][] => {
      if (property.type !== 'ObjectProperty') return []
      const { key } = property
      if (key.type === 'Identifier') return [[key.name, property.value]]
      return key.type === 'StringLiteral' ? [[key.value, property.value]] : []
    }),
  )
}
