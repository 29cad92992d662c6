/** Where a fact about FLORA's API is published, and how far that proves it. */
export const SOURCES = {
  sdk: { proof: 'documented', meaning: "types and comments of FLORA's SDK, 0.3 to 0.11" },
  oas: { proof: 'documented', meaning: "FLORA's OpenAPI document, version 1.6.0" },
  docs: { proof: 'documented', meaning: "pages of FLORA's developer documentation" },
  next: { proof: 'documented', meaning: 'SDK 0.12, whose source is public and which is not released' },
  skills: { proof: 'measured', meaning: "FLORA's own measurements of production, in its MCP skills" },
  'third-party': { proof: 'measured', meaning: 'programs of other people, seen once each' },
  ours: { proof: 'ours', meaning: 'our choice, because FLORA publishes nothing' },
} as const satisfies Record<string, { readonly proof: Proof; readonly meaning: string }>

export type Source = keyof typeof SOURCES
export type Proof = 'documented' | 'measured' | 'ours'

/**
 * Source of each member of a component: one for all, or `*` for the rest and others by dotted path. A path covers what is
 * below it. Items of lists have the path of their list, and values of maps the name `*`.
 *
 * @example { '*': 'sdk', 'outputs.outputId': 'docs' }
 */
export type Sources = Source | Readonly<{ '*': Source } & Record<string, Source>>

/** Declares the source of an operation with its parameters, and that of the status of its success. */
export const published = (operation: Source, status: Source) => ({
  'x-flora-source': operation,
  'x-flora-status-source': status,
})

const declared = new WeakMap<object, Sources>()

export function declareSources(schema: object, sources: Sources): void {
  declared.set(schema, sources)
}

/** Returns the source of every member of a component by dotted path. */
export function sourcesOf(schema: { readonly $id: string }): Record<string, Source> {
  const sources = declared.get(schema)
  if (sources === undefined) throw new Error(`${schema.$id} has no source: pass one to component()`)
  const { '*': rest, ...others } = typeof sources === 'string' ? { '*': sources } : sources
  const paths = [...new Set(memberPaths(schema, ''))]
  const unknown = Object.keys(others).find((path) => !paths.includes(path))
  if (unknown !== undefined) throw new Error(`${schema.$id} has no member "${unknown}", which has a source`)
  return Object.fromEntries(paths.map((path) => [path, nearest(others, path) ?? rest]))
}

/** The source of a path, or of what is above it. */
function nearest(sources: Readonly<Record<string, Source>>, path: string): Source | undefined {
  if (path === '') return undefined
  return sources[path] ?? nearest(sources, path.slice(0, Math.max(0, path.lastIndexOf('.'))))
}

const NESTED = ['items', 'anyOf'] as const

function memberPaths(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => memberPaths(each, path))
  if (typeof schema !== 'object' || schema === null) return []
  const parts: Readonly<Record<string, unknown>> = { ...schema }
  return [
    ...namedPaths(parts['properties'], path),
    // A map: its keys are free, so that its values have no names.
    ...Object.values(parts['patternProperties'] ?? {}).flatMap((each) => memberPaths(each, `${path}.*`)),
    ...NESTED.flatMap((keyword) => memberPaths(parts[keyword], path)),
  ]
}

function namedPaths(properties: unknown, path: string): string[] {
  return Object.entries(properties ?? {}).flatMap(([name, member]) => {
    const own = path === '' ? name : `${path}.${name}`
    return [own, ...memberPaths(member, own)]
  })
}
