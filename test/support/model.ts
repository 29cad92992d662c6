import fc from 'fast-check'
import { MUG, START } from './api.ts'

/** Millionths of a dollar, like all money here: 40 credits of the default image model. */
const PRICE = 40_000
const RUN_MS = 12_000
const KEY_MS = 2 * 3600_000
/** A run waits for 5 to 15 % of its time; how long exactly is chance, which a model cannot know. */
const QUEUE = { least: 0.05, most: 0.15 }

/** The workspaces of the shipped fixtures, with the project that is used in each and the balance it begins with. */
export const PLACES = {
  ws_abc123: { project: MUG.project_id, opening: 100_000_000 },
  ws_empty: { project: 'prj_empty', opening: 0 },
} as const
export type WorkspaceId = keyof typeof PLACES
export const WORKSPACES = Object.keys(PLACES) as WorkspaceId[]

const EFFECTS = {
  error: { error: { status: 500 } },
  failed: { outcome: { status: 'failed', error_code: 'GENERATION_NO_RESULT' } },
  drop: { drop: 'after' },
} as const

const workspace = fc.constantFrom(...WORKSPACES)

const creation = fc.record({
  workspace,
  key: fc.constantFrom(null, null, 'one', 'two'),
  /** What its directives ask for. */
  fails: fc.constantFrom(false, false, false, true),
  seconds: fc.constantFrom(null, null, null, 0, 3, 10_000),
})

const rule = fc.record({
  /** Null is for both workspaces; no request of the test is a video. */
  only: fc.constantFrom(null, ...WORKSPACES, 'video'),
  times: fc.integer({ min: 1, max: 3 }),
  effect: fc.constantFrom('error', 'failed', 'drop'),
})

/** Instants at which runs begin and end and keys are free again, those just before them, and others. */
const ms = fc.oneof(
  fc.constantFrom('idle', 0, 600, 1_800, 11_999, 12_000, 7_199_999, 7_200_000),
  fc.nat({ max: 15_000 }),
)

/** Mostly enough for none to three runs. */
const balance = fc.oneof(fc.nat({ max: 130_000 }), fc.constantFrom(0, 39_999, 40_000, 5_000_000))

const kind = <const Kind extends string>(name: Kind) => ({ kind: fc.constant(name) })

/** What is done to an emulator and to its model alike. */
export const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ ...kind('create'), creation, copies: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 5, arbitrary: fc.record({ ...kind('advance'), ms }) },
  {
    weight: 3,
    arbitrary: fc.record({ ...kind('end'), how: fc.constantFrom('complete', 'fail'), nth: fc.nat() }),
  },
  { weight: 3, arbitrary: fc.record({ ...kind('rule'), rule }) },
  { weight: 2, arbitrary: fc.record({ ...kind('balance'), workspace, balance }) },
  { weight: 2, arbitrary: fc.record(kind('restart')) },
  { weight: 1, arbitrary: fc.record(kind('reset')) },
)

type Of<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never
export type Command = Of<typeof command>
export type Creation = Of<typeof creation>
type Rule = Of<typeof rule>
export type Ending = 'complete' | 'fail'

interface Run {
  /** Null until the history has shown it: a client whose connection was cut was not told. */
  id: string | null
  readonly workspace: WorkspaceId
  readonly createdAt: number
  startsBetween: readonly [earliest: number, latest: number]
  endsAt: number
  /** The error code with which it is to end. */
  failure: string | null
  over: boolean
}

interface Entry {
  readonly at: number
  readonly kind: 'reserve' | 'settle' | 'refund' | 'adjust'
  readonly run: Run | null
  readonly workspace: WorkspaceId
  readonly amount: number
  readonly balance: number
}

/** What an emulator ought to do, in plain words: whatever is over ends at once, and the ledger is all there is. */
export class Model {
  now = START
  /** In the order of their creation. */
  readonly runs: Run[] = [sampleRun()]
  readonly ledger: Entry[] = []
  readonly rules: (Rule & { applied: number })[] = []
  /** When each key that was used is free again. */
  readonly #keys = new Map<string, number>()

  constructor() {
    for (const id of WORKSPACES) this.setBalance(id, PLACES[id].opening)
  }

  balance(id: WorkspaceId): number {
    return this.ledger.findLast((entry) => entry.workspace === id)?.balance ?? 0
  }

  spent(id: WorkspaceId): number {
    return PRICE * this.ledger.filter((entry) => entry.kind === 'settle' && entry.workspace === id).length
  }

  /** True while the order in which requests arrive can decide which of them a rule applies to. */
  get hasRules(): boolean {
    return this.rules.some(({ applied, times }) => applied < times)
  }

  /** What the request is answered: its status, and the error code if there is one; or `cut`. */
  create(request: Creation): string {
    const applies = ({ only, times, applied }: Rule & { applied: number }) =>
      applied < times && (only === null || only === request.workspace)
    const found = this.rules.find(applies)
    if (found !== undefined) found.applied += 1
    if (found?.effect === 'error') return '500 unknown_error'
    const answer = this.#accept(request, found?.effect === 'failed')
    return found?.effect === 'drop' ? 'cut' : answer
  }

  #accept({ workspace: id, key, fails, seconds }: Creation, failsByRule: boolean): string {
    const place = `${id} ${key}`
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

  /** Returns the runs that end on the way, in order. */
  advance(by: number | 'idle'): readonly Run[] {
    this.now = by === 'idle' ? Math.max(this.now, ...this.runs.map(({ endsAt }) => endsAt)) : this.now + by
    const ended = this.runs.filter(({ over, endsAt }) => !over && endsAt <= this.now)
    ended.sort((a, b) => a.endsAt - b.endsAt)
    for (const run of ended) {
      run.over = true
      const money =
        run.failure === null
          ? { kind: 'settle' as const, amount: 0 }
          : { kind: 'refund' as const, amount: PRICE }
      this.#enter({ at: run.endsAt, run, workspace: run.workspace, ...money })
    }
    return ended
  }

  /** False when the run is over. */
  end(run: Run, how: Ending): boolean {
    if (run.over) return false
    const [earliest, latest] = run.startsBetween
    run.startsBetween = [Math.min(earliest, this.now), Math.min(latest, this.now)]
    run.endsAt = this.now
    run.failure = how === 'fail' ? 'GENERATION_GENERIC_ERROR' : null
    this.advance(0)
    return true
  }

  setBalance(id: WorkspaceId, amount: number): void {
    this.#enter({ at: this.now, kind: 'adjust', run: null, workspace: id, amount: amount - this.balance(id) })
  }

  #enter(entry: Omit<Entry, 'balance'>): void {
    this.ledger.push({ ...entry, balance: this.balance(entry.workspace) + entry.amount })
  }
}

const newRun = (id: WorkspaceId, createdAt: number, lastsMs: number): Run => ({
  id: null,
  workspace: id,
  createdAt,
  startsBetween: [createdAt + Math.floor(lastsMs * QUEUE.least), createdAt + Math.ceil(lastsMs * QUEUE.most)],
  endsAt: createdAt + lastsMs,
  failure: null,
  over: false,
})

/** The run of the fixtures: over, and paid for before the ledger begins. */
const sampleRun = (): Run => ({
  ...newRun('ws_abc123', START - 3600_000, RUN_MS),
  id: 'run_abc123',
  over: true,
})

/** The headers that make a request this creation. */
export const headersOf = ({ key, fails, seconds }: Creation): Record<string, string> => {
  const directives = [fails ? 'fail:SERVER_ERROR' : [], seconds === null ? [] : `duration:${seconds}`].flat()
  return {
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(directives.length === 0 ? {} : { 'x-flora-emulator': directives.join(', ') }),
  }
}

/** A rule as the control API takes and shows it. */
export const ruleBody = ({ only, times, effect }: Rule) => {
  const where = only === null ? {} : only === 'video' ? { type: only } : { workspace_id: only }
  return { match: { operation: 'startGeneration', ...where }, times, effect: EFFECTS[effect] }
}
