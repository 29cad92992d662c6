import { type RunStatus, stateAt } from '../../simulator/runs/state-at.ts'
import type { RequestFact, RunFact } from './facts.ts'
import { runIdsIn } from './starts.ts'

/** A request whose answer showed a run to the client. */
export interface Read {
  readonly request: RequestFact
  /** False for a list or a canvas, which shows several runs. */
  readonly isPoll: boolean
}

const POLLS: ReadonlySet<string> = new Set(['getRun', 'getTechniqueRun'])
/** Show the results of every run in a project. */
const CANVASES: ReadonlySet<string> = new Set([
  'getProjectCanvas',
  'getProjectGraph',
  'getCanvasDefinition',
  'listCanvasNodes',
])

/** The journal cuts long answers, and the end of a list is lost. */
const CUT = '…'
/** FLORA's pages read this run, whatever run their programs have started. */
const DOCUMENTED_RUN = 'run_abc123'

/** Finds the requests that showed a run. */
export class Reads {
  readonly #byRun = new Map<string, Read[]>()
  /** The newest read of each canvas, by project. */
  readonly #canvases = new Map<string, Read>()
  /** The newest request that may have shown any run: a list whose end was cut, or a read of the documented run. */
  #ofAnyRun: Read | null = null

  /** @param requests oldest first */
  constructor(requests: readonly RequestFact[]) {
    for (const request of requests) {
      if (request.status !== 200 || !request.isReceived) continue
      const operation = request.operation ?? ''
      if (CANVASES.has(operation)) this.#canvases.set(projectIn(request.path), { request, isPoll: false })
      else if (POLLS.has(operation)) this.#addPoll(request)
      else if (request.method === 'GET' || operation === 'startTechniqueRun') this.#addList(request)
    }
  }

  /** Returns the requests that showed the run, oldest first. */
  of({ id, projectId, createdAt }: RunFact): readonly Read[] {
    const reads = this.#byRun.get(id) ?? []
    const others = [this.#canvases.get(projectId), this.#ofAnyRun]
      .filter((read) => read !== null && read !== undefined)
      .filter(({ request }) => request.at >= createdAt)
    if (others.length === 0) return reads
    return [...reads, ...others].toSorted((a, b) => a.request.arrivedMs - b.request.arrivedMs)
  }

  #addPoll(request: RequestFact): void {
    const id = lastPart(request.path)
    if (id === DOCUMENTED_RUN) this.#ofAnyRun = { request, isPoll: false }
    this.#add(id, { request, isPoll: true })
  }

  #addList(request: RequestFact): void {
    const { responseBody } = request
    const read = { request, isPoll: false }
    for (const id of runIdsIn(responseBody)) this.#add(id, read)
    if (typeof responseBody === 'string' && responseBody.endsWith(CUT)) this.#ofAnyRun = read
  }

  #add(id: string, read: Read): void {
    const reads = this.#byRun.get(id)
    if (reads === undefined) this.#byRun.set(id, [read])
    // An answer may name a run twice.
    else if (reads.at(-1) !== read) reads.push(read)
  }
}

/** The state of the run that a read showed. It follows from the plan, so no answer has to be parsed. */
export const statusIn = ({ request }: Read, { plan }: RunFact): RunStatus => stateAt(plan, request.at).status

/** True for a read that showed the end of the run. */
export const showsEnd = ({ request }: Read, { plan }: RunFact): boolean => request.at >= plan.endsAt

function lastPart(path: string): string {
  const query = path.indexOf('?')
  const end = query === -1 ? path.length : query
  return path.slice(path.lastIndexOf('/', end) + 1, end)
}

const projectIn = (path: string): string => /\/projects\/([^/?]+)/.exec(path)?.[1] ?? ''
