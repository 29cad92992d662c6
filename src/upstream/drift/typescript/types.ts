import type {
  ClassDeclaration,
  Expression,
  Statement,
  TSEntityName,
  TSIndexedAccessType,
  TSLiteralType,
  TSType,
  TSTypeElement,
  TSTypeParameterDeclaration,
  TSTypeReference,
} from '@babel/types'
import { arrayOf, mapOf, merge, objectOf, oneOf, scalar, type Shape, UNKNOWN } from '../shape.ts'
import { Module, type Named, type Scope, scopeOf } from './modules.ts'

/** Where a type is read: the names in reach, the values of type parameters, and what is being read already. */
interface Context {
  readonly scope: Scope
  readonly bindings: ReadonlyMap<string, Shape>
  readonly open: ReadonlySet<unknown>
}

const PLAIN: ReadonlyMap<string, Shape> = new Map([
  ['TSStringKeyword', scalar('string')],
  ['TSNumberKeyword', scalar('number')],
  ['TSBooleanKeyword', scalar('boolean')],
  ['TSNullKeyword', scalar('null')],
])

/** Types that are what they wrap. */
const WRAPPERS = new Set(['Partial', 'Required', 'Readonly', 'NonNullable', 'Promise'])
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'Iterable'])

/** Reads a type as a shape. Types that cannot be resolved are unknown. */
export function shapeOfType(type: TSType, scope: Scope): Shape {
  return read(type, { scope, bindings: new Map(), open: new Set() })
}

function read(type: TSType, context: Context): Shape {
  const plain = PLAIN.get(type.type)
  if (plain !== undefined) return plain
  if (type.type === 'TSLiteralType') return literal(type.literal)
  if (type.type === 'TSArrayType') return arrayOf(read(type.elementType, context))
  if (type.type === 'TSTupleType') return arrayOf(UNKNOWN)
  if (type.type === 'TSParenthesizedType') return read(type.typeAnnotation, context)
  if (type.type === 'TSTypeLiteral') return members(type.members, context)
  if (type.type === 'TSIndexedAccessType') return constantValues(type, context)
  if (type.type === 'TSTypeReference') return reference(type, context)
  if (type.type === 'TSTypeOperator') {
    return type.operator === 'keyof' ? scalar('string') : read(type.typeAnnotation, context)
  }
  if (type.type === 'TSUnionType')
    return all(type.types, (part) => part.type !== 'TSUndefinedKeyword', context)
  // `string & {}` keeps a string open beside listed values.
  if (type.type === 'TSIntersectionType') return all(type.types, (part) => !isEmptyLiteral(part), context)
  return UNKNOWN
}

const all = (types: readonly TSType[], isWanted: (type: TSType) => boolean, context: Context): Shape =>
  merge(types.filter(isWanted).map((type) => read(type, context)))

const isEmptyLiteral = (type: TSType): boolean => type.type === 'TSTypeLiteral' && type.members.length === 0

/** A template is a string, and a negative number is an expression. */
function literal(value: TSLiteralType['literal']): Shape {
  if (value.type === 'StringLiteral') return oneOf([value.value])
  if (value.type === 'TemplateLiteral') return scalar('string')
  return scalar(value.type === 'BooleanLiteral' ? 'boolean' : 'number')
}

function members(elements: readonly TSTypeElement[], context: Context): Shape {
  const found = new Map<string, Shape>()
  const rest: Shape[] = []
  for (const element of elements) {
    const type = 'typeAnnotation' in element ? element.typeAnnotation : null
    const shape = type?.type === 'TSTypeAnnotation' ? read(type.typeAnnotation, context) : UNKNOWN
    if (element.type === 'TSPropertySignature') found.set(keyName(element.key), shape)
    if (element.type === 'TSIndexSignature') rest.push(shape)
  }
  return merge([objectOf(found), ...rest.map(mapOf)])
}

const keyName = (key: Expression): string =>
  key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : '*'

/** `(typeof Kind)[keyof typeof Kind]`: the values of a constant object. */
function constantValues({ objectType }: TSIndexedAccessType, { scope }: Context): Shape {
  const inner = objectType.type === 'TSParenthesizedType' ? objectType.typeAnnotation : objectType
  if (inner.type !== 'TSTypeQuery' || inner.exprName.type === 'TSImportType') return UNKNOWN
  const named = resolve(inner.exprName, scope)
  const values = named instanceof Module ? [] : (named?.nodes ?? []).flatMap(stringsOf)
  return values.length === 0 ? UNKNOWN : oneOf(values)
}

function stringsOf(node: Statement): string[] {
  if (node.type !== 'VariableDeclaration') return []
  return node.declarations.flatMap(({ init }) => {
    const value = init?.type === 'TSAsExpression' ? init.expression : init
    if (value?.type !== 'ObjectExpression') return []
    return value.properties.flatMap((property) =>
      property.type === 'ObjectProperty' && property.value.type === 'StringLiteral'
        ? [property.value.value]
        : [],
    )
  })
}

function reference({ typeName, typeParameters }: TSTypeReference, context: Context): Shape {
  const args = (typeParameters?.params ?? []).map((type) => read(type, context))
  if (typeName.type === 'Identifier') {
    const { name } = typeName
    const bound = context.bindings.get(name)
    if (bound !== undefined) return bound
    if (LISTS.has(name)) return arrayOf(args[0] ?? UNKNOWN)
    if (WRAPPERS.has(name)) return args[0] ?? UNKNOWN
    if (name === 'Record') return mapOf(args[1] ?? UNKNOWN)
  }
  const named = resolve(typeName, context.scope)
  return named === null || named instanceof Module ? UNKNOWN : shapeOfNamed(named, args, context.open)
}

function shapeOfNamed({ scope, nodes }: Named, args: readonly Shape[], open: ReadonlySet<unknown>): Shape {
  const shapes = nodes
    .filter((node) => !open.has(node))
    .flatMap((node) => declared(node, args, { scope, bindings: new Map(), open: new Set([...open, node]) }))
  return shapes.length === 0 ? UNKNOWN : merge(shapes)
}

function declared(node: Statement, args: readonly Shape[], context: Context): Shape[] {
  if (node.type === 'TSEnumDeclaration') {
    const values = (node.members ?? []).flatMap(({ initializer }) =>
      initializer?.type === 'StringLiteral' ? [initializer.value] : [],
    )
    return [values.length === 0 ? UNKNOWN : oneOf(values)]
  }
  if (node.type === 'TSTypeAliasDeclaration') {
    return [read(node.typeAnnotation, bind(node.typeParameters, args, context))]
  }
  if (node.type === 'TSInterfaceDeclaration') {
    const within = bind(node.typeParameters, args, context)
    const parents = (node.extends ?? []).map(({ expression }) => heritage(expression, within))
    return [members(node.body.body, within), ...parents]
  }
  return node.type === 'ClassDeclaration' ? [instance(node, bind(node.typeParameters, args, context))] : []
}

/** The fields of a class, such as a page. */
function instance({ body }: ClassDeclaration, context: Context): Shape {
  const fields = body.body.flatMap((member): [string, Shape][] => {
    if (member.type !== 'ClassProperty' || member.static) return []
    const type = member.typeAnnotation
    return type?.type === 'TSTypeAnnotation'
      ? [[keyName(member.key), read(type.typeAnnotation, context)]]
      : []
  })
  return objectOf(new Map(fields))
}

function heritage(name: TSEntityName, context: Context): Shape {
  const named = resolve(name, context.scope)
  return named === null || named instanceof Module
    ? objectOf(new Map())
    : shapeOfNamed(named, [], context.open)
}

type Parameters = TSTypeParameterDeclaration | { readonly type: string } | null | undefined

function bind(parameters: Parameters, args: readonly Shape[], context: Context): Context {
  if (parameters === null || parameters === undefined || !('params' in parameters)) return context
  const names = parameters.params.map(({ name }) => name)
  return { ...context, bindings: new Map(names.map((name, index) => [name, args[index] ?? UNKNOWN])) }
}

/** Finds what a dotted name stands for. */
function resolve(name: TSEntityName, scope: Scope): Named | Module | null {
  if (name.type === 'Identifier') return scope.find(name.name)
  if (name.type !== 'TSQualifiedName') return null
  const left = resolve(name.left, scope)
  if (left === null) return null
  if (left instanceof Module) return left.exported(name.right.name)
  for (const node of left.nodes) {
    if (node.type !== 'TSModuleDeclaration') continue
    const inner = scopeOf(node, left.scope)
    const nodes = inner.names.get(name.right.name)
    if (nodes !== undefined) return { scope: inner, nodes }
  }
  return null
}
