/** A flowchart as FLORA writes and reads it; the subset of Mermaid is told in docs/decisions/010-mermaid.md. */
export interface Flowchart {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  readonly warnings: readonly string[]
}

interface FlowNode {
  readonly id: string
  readonly label: string
  readonly line: number
}

interface FlowEdge {
  readonly from: string
  readonly to: string
  readonly label: string | null
  readonly line: number
}

/** Why a text is not such a flowchart. */
export class MermaidError extends Error {}

const HEADER = /^(graph|flowchart)(\s+(LR|RL|TD|TB|BT))?$/
const IGNORED = /^(subgraph(\s.*)?|end|direction\s+(LR|RL|TD|TB|BT))$/
const EDGES_MAX = 10_000

/** Throws MermaidError with the line of the first thing that is not understood. */
export function parseMermaid(text: string): Flowchart {
  const nodes: FlowNode[] = []
  const edges: FlowEdge[] = []
  const warnings: string[] = []
  let begun = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const statement = raw.trim().replace(/;$/, '').trimEnd()
    if (statement === '' || statement.startsWith('%%')) continue
    if (!begun) {
      if (!HEADER.test(statement))
        throw new MermaidError(`line ${line}: expected "graph LR" or "flowchart LR"`)
      begun = true
    } else if (IGNORED.test(statement)) {
      if (statement.startsWith('subgraph')) warnings.push(`line ${line}: subgraph is ignored`)
    } else new Statement(statement, line).read(nodes, edges)
    if (edges.length > EDGES_MAX) throw new MermaidError(`line ${line}: more than ${EDGES_MAX} edges`)
  }
  if (!begun) throw new MermaidError('line 1: expected "graph LR" or "flowchart LR"')
  return { nodes, edges, warnings }
}

const ID = /[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*/y
const QUOTED = /\["([^"]*)"\]/y
const BARE = /\[([^"[\]]+)\]/y
const LINK = /\s*--[->](?:\s*\|\s*(?:"([^"|]*)"|([^"|]*))\s*\|)?\s*/y
const AND = /\s*&\s*/y

/** One line: nodes, each with a label or without, and what joins them. */
class Statement {
  readonly #text
  readonly #line
  #at = 0

  constructor(text: string, line: number) {
    this.#text = text
    this.#line = line
  }

  read(nodes: FlowNode[], edges: FlowEdge[]): void {
    let from = this.#group(nodes)
    while (this.#at < this.#text.length) {
      const link = this.#take(LINK)
      if (link === null) this.#fail('expected --> or ---')
      const label = unescape((link[1] ?? link[2] ?? '').trim())
      const to = this.#group(nodes)
      if (edges.length + from.length * to.length > EDGES_MAX) this.#fail(`more than ${EDGES_MAX} edges`)
      for (const a of from) {
        for (const b of to)
          edges.push({ from: a, to: b, label: label === '' ? null : label, line: this.#line })
      }
      from = to
    }
  }

  #group(nodes: FlowNode[]): string[] {
    const ids = [this.#node(nodes)]
    while (this.#take(AND) !== null) ids.push(this.#node(nodes))
    return ids
  }

  #node(nodes: FlowNode[]): string {
    const id = this.#take(ID)?.[0]
    if (id === undefined) this.#fail('expected the id of a node')
    const label = (this.#take(QUOTED) ?? this.#take(BARE))?.[1]
    if (label !== undefined) nodes.push({ id, label: unescape(label).trim(), line: this.#line })
    return id
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  #fail(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20)
    throw new MermaidError(`line ${this.#line}: ${expected}, found ${rest === '' ? 'its end' : `"${rest}"`}`)
  }
}

const unescape = (text: string): string =>
  text.replaceAll(/#(quot|35|124);/g, (_, name: string) =>
    name === 'quot' ? '"' : name === '35' ? '#' : '|',
  )
