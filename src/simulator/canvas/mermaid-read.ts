/** A flowchart in the subset of Mermaid that docs/decisions/010-mermaid.md lists. */
export interface Flowchart {
  /** Nodes with a label. An id without one refers to another declaration, or to the canvas. */
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

/** A text that is not such a flowchart. The message names the line. */
export class MermaidError extends Error {}

const HEADER = /^(graph|flowchart)(\s+(LR|RL|TD|TB|BT))?$/
const IGNORED = /^(subgraph(\s.*)?|end|direction\s+(LR|RL|TD|TB|BT))$/
const EDGES_MAX = 10_000

/**
 * Parses a flowchart.
 *
 * @throws MermaidError at the first line that it does not understand
 */
export function parseMermaid(text: string): Flowchart {
  const nodes: FlowNode[] = []
  const edges: FlowEdge[] = []
  const warnings: string[] = []
  let hasHeader = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const statement = raw.trim().replace(/;$/, '').trimEnd()
    if (statement === '' || statement.startsWith('%%')) continue
    if (!hasHeader) {
      if (!HEADER.test(statement))
        throw new MermaidError(`line ${line}: expected "graph LR" or "flowchart LR"`)
      hasHeader = true
    } else if (IGNORED.test(statement)) {
      if (statement.startsWith('subgraph')) warnings.push(`line ${line}: subgraph is ignored`)
    } else new StatementParser(statement, line).read(nodes, edges)
    if (edges.length > EDGES_MAX) throw new MermaidError(`line ${line}: more than ${EDGES_MAX} edges`)
  }
  if (!hasHeader) throw new MermaidError('line 1: expected "graph LR" or "flowchart LR"')
  return { nodes, edges, warnings }
}

const ID = /[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*/y
const QUOTED = /\["([^"]*)"\]/y
const BARE = /\[([^"[\]]+)\]/y
const LINK = /\s*--[->](?:\s*\|\s*(?:"([^"|]*)"|([^"|]*))\s*\|)?\s*/y
const AND = /\s*&\s*/y

/** Parses one line: groups of nodes (`a & b["Label"]`) with links between them. */
class StatementParser {
  readonly #text
  readonly #line
  #at = 0

  constructor(text: string, line: number) {
    this.#text = text
    this.#line = line
  }

  /** Appends the nodes and edges of the line. */
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
