import type { Node } from '@babel/types'
import { EMPTY, objectOf, type Shape } from '../shape.ts'
import { keyOf, type Operation } from '../surface.ts'
import { parseText, type SourceFolder } from './modules.ts'
import { nodesOf, propertiesOf } from './syntax.ts'
import { shapeOfType } from './types.ts'

/** Reads the list of methods that FLORA's MCP server embeds: objects with a verb and a path, and types as text. */
export function mcpOperations(files: readonly string[], folder: SourceFolder): Operation[] {
  const methods = files.flatMap((file) =>
    nodesOf(folder.module(file).statements, 'ObjectExpression').flatMap((node) => {
      const members = propertiesOf(node)
      const path = stringOf(members.get('endpoint')) ?? stringOf(members.get('httpPath'))
      const verb = stringOf(members.get('httpMethod'))
      return path === null || verb === null ? [] : [{ members, path, method: verb.toUpperCase() }]
    }),
  )
  const described = methods.filter(({ members }) => members.has('response') || members.has('params'))
  // A second list has names alone, and an operation is listed once for each name that it has.
  const listed = (described.length === 0 ? methods : described).map(
    ({ members, path, method }): Operation => {
      const fields = fieldsOf(members, { path, method }, folder)
      return { method, path, ...fields, statuses: null }
    },
  )
  return [...new Map(listed.map((operation) => [keyOf(operation), operation])).values()]
}

const stringOf = (node: Node | undefined): string | null =>
  node?.type === 'StringLiteral' ? node.value : null

function fieldsOf(
  members: ReadonlyMap<string, Node>,
  { path, method }: Pick<Operation, 'path' | 'method'>,
  folder: SourceFolder,
): Pick<Operation, 'shapes' | 'answersRow'> {
  const params = members.get('params')
  if (params === undefined && !members.has('response')) return { shapes: {} }
  const all = paramsOf(params, folder)
  const fields = objectOf(new Map(Array.from(all.members).filter(([name]) => !path.includes(`{${name}}`))))
  const answer = stringOf(members.get('response'))
  const isPaged = method === 'GET' && fields.members.has('cursor')
  return {
    shapes: {
      query: method === 'GET' ? fields : EMPTY,
      body: method === 'GET' ? EMPTY : fields,
      ...(answer === null ? {} : { answer: shapeOfText(answer, folder) }),
    },
    answersRow: isPaged,
  }
}

/** Parameters are members such as `limit?: number;`, or one type for all of them. */
function paramsOf(params: Node | undefined, folder: SourceFolder): Shape {
  const elements = params?.type === 'ArrayExpression' ? params.elements : []
  const lines = elements.flatMap((element) => stringOf(element ?? undefined) ?? [])
  const whole = lines.find((line) => line.startsWith('{'))
  return shapeOfText(whole ?? `{ ${lines.join(' ')} }`, folder)
}

function shapeOfText(text: string, folder: SourceFolder): Shape {
  const statements = parseText(`type Text = ${text}`, 'the embedded list of methods')
  const [alias] = statements
  return alias?.type === 'TSTypeAliasDeclaration'
    ? shapeOfType(alias.typeAnnotation, folder.emptyScope)
    : EMPTY
}
