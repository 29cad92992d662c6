import { type Proof, type Source, SOURCES } from '../../schemas/provenance.ts'
import type { ApiDocument, Operation, SharedResponse } from './api-document.ts'

/** Something that the document says about FLORA's API. */
export interface Fact {
  readonly kind: 'operation' | 'parameter' | 'status' | 'member' | 'header' | 'error code' | 'behaviour'
  readonly name: string
  readonly source: Source
}

/** Lists every fact of a document with its source. */
export function factsOf({ paths, webhooks = {}, components }: ApiDocument): Fact[] {
  const { parameters = {}, headers = {}, responses = {} } = components
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([verb, each]) => operationFacts(`${verb.toUpperCase()} ${path}`, each)),
  )
  const members = Object.entries(components['x-flora-source'] ?? {}).flatMap(([component, sources]) =>
    Object.entries(sources).map(([path, source]) => fact('member', `${component}.${path}`, source)),
  )
  return [
    ...operations,
    ...Object.entries(webhooks).flatMap(([event, { post }]) => operationFacts(`webhook ${event}`, post)),
    ...Object.values(parameters).map((each) => fact('parameter', each.name, each['x-flora-source'])),
    ...Object.entries(headers).map(([name, each]) => fact('header', name, each['x-flora-source'])),
    ...Object.entries(responses).flatMap(([name, response]) => refusalFacts(name, response)),
    ...members,
  ]
}

function operationFacts(name: string, operation: Operation): Fact[] {
  const own = (operation.parameters ?? []).flatMap((each) => ('$ref' in each ? [] : [each]))
  const successes = Object.entries(operation.responses).flatMap(([status, response]) =>
    '$ref' in response ? [] : [fact('status', `${name} ${status}`, response['x-flora-source'])],
  )
  return [
    fact('operation', name, operation['x-flora-source']),
    ...own.map((each) => fact('parameter', `${name} ${each.name}`, each['x-flora-source'])),
    ...successes,
  ]
}

function refusalFacts(name: string, { content, ...response }: SharedResponse): Fact[] {
  const examples = Object.entries(content['application/json'].examples)
  return [
    fact('status', name, response['x-flora-source']),
    ...examples.map(([code, example]) => fact('error code', code, example['x-flora-source'])),
  ]
}

function fact(kind: Fact['kind'], name: string, source: Source | undefined): Fact {
  if (source === undefined) throw new Error(`The ${kind} ${name} has no source.`)
  return { kind, name, source }
}

/** Counts facts by how far they are proven. */
export function scoreOf(facts: readonly Fact[]): string {
  const share = (proof: Proof) => {
    const count = facts.filter(({ source }) => SOURCES[source].proof === proof).length
    return `${((count / facts.length) * 100).toFixed(1)} % ${proof}`
  }
  return `${facts.length} facts: ${share('documented')}, ${share('measured')}, ${share('ours')}`
}

/** Width of the column of names; longer ones push their source to the right. */
const NAME_MAX = 90

/** Writes facts as lines of kind, name and source, and a line with their score. */
export function factTable(facts: readonly Fact[]): string {
  const width = Math.min(NAME_MAX, Math.max(...facts.map(({ name }) => name.length)))
  const lines = facts.map(({ kind, name, source }) => `${kind.padEnd(11)} ${name.padEnd(width)} ${source}`)
  return `${[...lines, '', scoreOf(facts)].join('\n')}\n`
}
