import { readFileSync } from 'node:fs'

/** The params of an action by the types of an SDK: `'a' | 'b'`, `number`, `{ x: number; y: number }` … */
export interface DocumentedAction {
  readonly id: string
  readonly params: readonly {
    readonly key: string
    readonly type: string
    readonly members: readonly string[]
  }[]
}

const read = (path: string) => readFileSync(`node_modules/${path}`, 'utf8')

/** Returns the values of a union of literals. */
export const literals = (type: string): string[] =>
  Array.from(type.matchAll(/'([^']+)'/g), ([, value]) => value ?? '')

/** Reads the params of each action from the types of SDK 0.11. */
export function documentedActions(): DocumentedAction[] {
  const [, ...variants] = read('@flora-ai/flora/resources/actions.d.ts').split(
    /^ {4}interface Variant\d+ \{$/m,
  )
  return variants.map((text) => {
    const id = /action_id: '([^']+)'/.exec(text)?.[1] ?? ''
    const body = /^ {8}interface Params \{\n([^]*?)^ {8}\}/m.exec(text)?.[1] ?? ''
    const params = Array.from(body.matchAll(/^ {12}(\w+)\?: (.+);$/gm), ([, key = '', type = '']) => {
      const named = /^Params\.(\w+)$/.exec(type)?.[1]
      return { key, type, members: named === undefined ? [] : membersOf(text, named) }
    })
    return { id, params }
  })
}

function membersOf(text: string, name: string): string[] {
  const body = new RegExp(`^ {12}interface ${name} \\{\\n([^]*?)^ {12}\\}`, 'm').exec(text)?.[1] ?? ''
  return Array.from(body.matchAll(/(\w+): number;/g), ([, member]) => member ?? '')
}

/** Reads the ids of actions from the types of SDK 0.7. */
export function legacyIds(): string[] {
  const type = /^ {4}action_id: ([^;]+);/m.exec(read('flora-sdk-0.7/resources/projects/actions.d.ts'))?.[1]
  return literals(type ?? '')
}
