import fc from 'fast-check'
import type { Generation } from '../../../src/schemas/runs/run.ts'
import { MUG, START } from '../../support/api.ts'

/** Price of a run of the default image model, in millionths of a dollar like all amounts here. */
const PRICE = 40_000
const RUN_MS = 12_000
const KEY_MS = 2 * 3600_000
/** Share of its duration that a run is pending. The model does not know the exact value, which is random. */
const QUEUE = { least: 0.05, most: 0.15 }

/** The workspaces of the shipped fixtures, with the project of their runs and their opening balance. */
const PLACES = {
  ws_abc123: { project: MUG.project_id, opening: 100_000_000 },
  ws_empty: { project: 'prj_empty', opening: 0 },
} as const
type WorkspaceId = keyof typeof PLACES
export const WORKSPACES = Object.keys(PLACES) as WorkspaceId[]

const EFFECTS = {
  error: { error: { status: 500 } },
  failed: { outcome: { status: 'failed', error_code: 'GENERATION_NO_RESULT' } },
  drop: { drop: 'after' },
} as const

/** Mostly the workspace with a balance. */
const workspace = fc.constantFrom(...WORKSPACES, 'ws_abc123', 'ws_abc123')

/** Generations of both operations cost and last the same. */
const OPERATIONS = {
  '/generate': {},
  '/gateway/generate': { model: 'black-forest-labs/flux-2-pro' },
} as const

const creation = fc.record({
  workspace,
  path: fc.constantFrom('/generate', '/generate', '/gateway/generate'),
  key: fc.constantFrom(null, null, 'one', 'one', 'one', 'two'),
  /** Directives of the request. */
  fails: fc.constantFrom(false, false, true),
  seconds: fc.constantFrom(null, null, 0, 3, 10_000, 10_000),
})

const rule = fc.record({
  /** Null matches both workspaces, and `video` no request. */
  only: fc.constantFrom(null, null, ...WORKSPACES, 'video'),
  times: fc.integer({ min: 1, max: 3 }),
  effect: fc.constantFrom('error', 'failed', 'failed', 'drop'),
})

/** Milliseconds, or until no run is in flight, until a key is free, or until just before that. */
const INSTANTS = ['idle', 'key', 'key - 1'] as const
const distance = fc.oneof(fc.constantFrom(...INSTANTS), fc.constantFrom(600, 12_000), fc.nat({ max: 9_000 }))

/** A balance, mostly enough for a few runs. */
const balance = fc.oneof(fc.nat({ max: 400_000 }), fc.constantFrom(0, 39_999, 40_000, 80_000, 50_000_000))

const often = <Kind extends string, Rest>(weight: number, kind: Kind, rest: fc.Arbitrary<Rest>) => ({
  weight,
  arbitrary: rest.map((what) => ({ kind, ...what })),
})

/** A command for an emulator and its model. */
export const command = fc.oneof(
  often(10, 'create', fc.record({ creation, copies: fc.integer({ min: 1, max: 3 }) })),
  often(4, 'advance', fc.record({ by: distance })),
  often(3, 'end', fc.record({ how: fc.constantFrom('complete', 'fail'), nth: fc.nat() })),
  often(3, 'rule', fc.record({ rule })),
  often(2, 'balance', fc.record({ workspace, balance })),
  often(2, 'restart', fc.constant({})),
  often(1, 'reset', fc.constant({})),
)

type Of<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never
export type Command = Of<typeof command>
export type Creation = Of<typeof creation>
type Rule = Of<typeof rule>
export type Distance = Of<typeof distance>
export type Ending = 'complete' | 'fail'

const newRun = (at: WorkspaceId, createdAt: number, lastsMs: number) => ({
  /** Null until the history shows it: a client whose connection is cut does not learn it. */
  id: null as string | null,
  workspace: at,
  createdAt,
  startsBetween: [createdAt + Math.floor(lastsMs * QUEUE.least), createdAt + Math.ceil(lastsMs * QUEUE.most)],
  endsAt: createdAt + lastsMs,
  /** The error code of a run that fails. */
  failure: null as string | null,
  over: false,
})
type Run = ReturnType<typeof newRun>

/** The run of the fixtures, which ended and was paid before the ledger begins. */
const sampleRun = (): Run => {
  return { ...newRun('ws_abc123', START - 3600_000, RUN_MS), id: 'run_abc123', over: true }
}

interface Entry {
  readonly at: number
  readonly kind: 'reserve' | 'settle' | 'refund' | 'adjust'
  readonly run: Run | null
  readonly workspace: WorkspaceId
  readonly amount: number
  readonly balance: number
}

/** A simple model of an emulator: ended runs are settled at once, and balances are sums of the ledger. */
export class Model {
  now = START
  /** In order of creation. */
  readonly runs: Run[] = [sampleRun()]
  readonly rules: (Rule & { applied: number })[] = []
  readonly #ledger: Entry[] = []
  /** When each used key is free again. */
  readonly #keys = new Map<string, number>()

  constructor() {
    for (const id of WORKSPACES) this.setBalance(id, PLACES[id].opening)
  }

  balance(id: WorkspaceId): number {
    return this.#ledger.findLast((entry) => entry.workspace === id)?.balance ?? 0
  }

  /** What was spent of one workspace; null for all. */
  spent(id: WorkspaceId | null): number {
    return PRICE * this.entries(id).filter(({ kind: what }) => what === 'settle').length
  }

  /** The ledger of one workspace with the names of the control API; null for all. */
  entries(id: WorkspaceId | null) {
    const own = this.#ledger.filter((entry) => id === null || entry.workspace === id)
    return own.map(({ at, kind: what, run, workspace: workspace_id, amount, balance: then }) => {
      const money = { amount_usd: amount / 1_000_000, balance_usd: then / 1_000_000 }
      return { at, kind: what, run_id: run?.id ?? null, workspace_id, ...money }
    })
  }

  /** What is known of each run. Whether one in flight is pending is random. */
  summaries() {
    return this.runs.map(({ id, workspace: place, createdAt, over, endsAt, failure }) => ({
      id,
      places: [place, PLACES[place].project],
      createdAt,
      status: !over ? 'in flight' : failure === null ? 'completed' : 'failed',
      endsAt: over ? endsAt : null,
      failure: over ? failure : null,
      cost: over && failure === null ? PRICE : null,
    }))
  }

  /** True while the order of requests decides which of them a rule applies to. */
  get hasRules(): boolean {
    return this.rules.some(({ applied, times }) => applied < times)
  }

  /** Returns the status and the error code of the answer, or `cut`. */
  create(request: Creation): string {
    const applies = ({ only, times, applied }: Rule & { applied: number }) =>
      applied < times && (only === null || only === request.workspace)
    const found = this.rules.find(applies)
    if (found !== undefined) found.applied += 1
    if (found?.effect === 'error') return '500 unknown_error'
    const answer = this.#accept(request, found?.effect === 'failed')
    return found?.effect === 'drop' ? 'cut' : answer
  }

  #accept({ workspace: id, path, key, fails, seconds }: Creation, failsByRule: boolean): string {
    const place = `${path} ${id} ${key}`
    if (key !== null && (this.#keys.get(place) ?? 0) > this.now) return '409 idempotency_duplicate'
    if (this.balance(id) < PRICE) return '402 insufficient_credits'
    if (key !== null) this.#keys.set(place, this.now + KEY_MS)
    const run = newRun(id, this.now, seconds === null ? RUN_MS : seconds * 1000)
    if (failsByRule) run.failure = EFFECTS.failed.outcome.error_code
    if (fails) run.failure = 'SERVER_ERROR'
    this.runs.push(run)
    this.#enter({ at: this.now, kind: 'reserve', run, workspace: id, amount: -PRICE })
    this.advance(0)
    return '201'
  }

  /** Moves the clock. Returns the runs that end on the way, in order. */
  advance(by: Distance): readonly Run[] {
    this.now = typeof by === 'number' ? this.now + by : this.#instant(by)
    const ended = this.runs.filter(({ over, endsAt }) => !over && endsAt <= this.now)
    ended.sort((a, b) => a.endsAt - b.endsAt)
    for (const run of ended) {
      run.over = true
      const back = run.failure === null ? 0 : PRICE
      const what = run.failure === null ? 'settle' : 'refund'
      this.#enter({ at: run.endsAt, kind: what, run, workspace: run.workspace, amount: back })
    }
    return ended
  }

  #instant(which: (typeof INSTANTS)[number]): number {
    if (which === 'idle') return Math.max(this.now, ...this.runs.map(({ endsAt }) => endsAt))
    const free = [...this.#keys.values()].filter((at) => at > this.now).toSorted((a, b) => a - b)
    return (free[0] ?? this.now + 1) - (which === 'key' ? 0 : 1)
  }

  /** Ends a run by force, mostly one in flight. Returns its id, and whether it was in flight. */
  end(nth: number, how: Ending): { readonly id: string; readonly ended: boolean } {
    const underWay = this.runs.filter(({ over: isOver }) => !isOver)
    const among = underWay.length === 0 || nth % 4 === 0 ? this.runs : underWay
    const run = among[nth % among.length]
    if (typeof run?.id !== 'string') throw new Error('A run has not been seen in the history')
    const { id, over } = run
    if (over) return { id, ended: false }
    run.startsBetween = run.startsBetween.map((at) => Math.min(at, this.now))
    run.endsAt = this.now
    run.failure = how === 'fail' ? 'GENERATION_GENERIC_ERROR' : null
    this.advance(0)
    return { id, ended: true }
  }

  setBalance(id: WorkspaceId, amount: number): void {
    this.#enter({ at: this.now, kind: 'adjust', run: null, workspace: id, amount: amount - this.balance(id) })
  }

  #enter(entry: Omit<Entry, 'balance'>): void {
    this.#ledger.push({ ...entry, balance: this.balance(entry.workspace) + entry.amount })
  }
}

export const micro = (usd: number): number => Math.round(usd * 1_000_000)

/** A run in the form of `Model.summaries`. */
export const summarize = (run: Generation) => ({
  id: run.run_id,
  places: [run.workspace_id, run.project_id],
  createdAt: run.created_at,
  status: run.status === 'pending' || run.status === 'running' ? 'in flight' : run.status,
  endsAt: run.completed_at ?? null,
  failure: run.error_code ?? null,
  cost: run.charged_cost === undefined ? null : micro(run.charged_cost),
})

/** The body of the request of a creation. */
export const bodyOf = ({ workspace: id, path }: Creation): object => {
  const { type, ...members } = MUG
  const place = { ...members, workspace_id: id, project_id: PLACES[id].project }
  return path === '/generate' ? { ...place, type } : { ...place, ...OPERATIONS[path] }
}

/** The headers of the request of a creation. */
export const headersOf = ({ key, fails, seconds }: Creation): Record<string, string> => {
  const directives = [fails ? 'fail:SERVER_ERROR' : [], seconds === null ? [] : `duration:${seconds}`].flat()
  return {
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(directives.length === 0 ? {} : { 'x-flora-emulator': directives.join(', ') }),
  }
}

/** A rule in the form of the control API. */
export const ruleBody = ({ only, times, effect }: Rule) => {
  const where = only === null ? {} : only === 'video' ? { type: only } : { workspace_id: only }
  return { match: { path: '*/generate', ...where }, times, effect: EFFECTS[effect] }
}
