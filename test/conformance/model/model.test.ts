import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../../src/index.ts'
import type { ErrorEnvelope } from '../../../src/schemas/error.ts'
import type { Generation, GenerationPage, RunStart } from '../../../src/schemas/runs/run.ts'
import { START } from '../../support/api.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import {
  bodyOf,
  type Command,
  command,
  type Creation,
  type Distance,
  type Ending,
  headersOf,
  micro,
  Model,
  ruleBody,
  summarize,
  WORKSPACES,
} from './model.ts'

/**
 * Reading the ledger settles ended runs. It is read after half of the commands only, so that the others find runs
 * unsettled. A later reading shows every entry.
 */
const step = fc.record({ command, readLedger: fc.boolean() })
const steps = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' })
type Sequence = readonly { readonly command: Command; readonly readLedger: boolean }[]

const TIME = { clock: 'manual', now: new Date(START), durationScale: 1 } as const
const OPTIONS = { ...TIME, seed: 'model', rateLimit: 'off' } as const

/** Has no port, because answers contain it. */
const BASE_URL = 'http://emu.localhost/api/v1'
const RANK = { pending: 0, running: 1, completed: 2, failed: 2 } as const
/** The ledger of all workspaces, and that of each. */
const LEDGERS = [{}, ...WORKSPACES.map((workspace_id) => ({ workspace_id }))]

/** Sends the same commands to an emulator and to a model of it, and compares the two. */
class Session {
  /** Answers and observations, in order. */
  readonly #transcript: string[] = []
  readonly #options: EmulatorOptions
  #emulator
  #world
  #model = new Model()
  /** The last observation of each run. */
  #seen = new Map<string, Generation>()
  #acknowledged: string[] = []

  private constructor(options: EmulatorOptions, emulator: Awaited<ReturnType<typeof startEmulator>>) {
    this.#options = options
    this.#emulator = emulator
    this.#world = emulator.world('m')
  }

  /** Runs a sequence. Returns answers and observations. Without a file, restarts are skipped. */
  static async run(file: string | null, sequence: Sequence): Promise<readonly string[]> {
    const options = file === null ? OPTIONS : { ...OPTIONS, db: file }
    const session = new Session(options, await startEmulator(options))
    try {
      for (const { command: next, readLedger } of sequence) {
        await session.#perform(next, readLedger)
        await session.#check(readLedger)
      }
      await session.#check(true)
    } finally {
      await session.#emulator.close()
    }
    return session.#transcript
  }

  async #perform(next: Command, readLedger: boolean): Promise<void> {
    switch (next.kind) {
      case 'create':
        return this.#create(next.creation, next.copies)
      case 'advance':
        return this.#advance(next.by)
      case 'end':
        return this.#end(next.how, next.nth)
      case 'rule':
        this.#model.rules.push({ ...next.rule, applied: 0 })
        await this.#world.rules.add(ruleBody(next.rule))
        return
      case 'balance':
        this.#model.setBalance(next.workspace, next.balance)
        await this.#world.workspaces.setBalance(next.workspace, next.balance / 1_000_000)
        return
      case 'reset':
        await this.#world.reset()
        this.#model = new Model()
        this.#seen.clear()
        this.#acknowledged = []
        return
      case 'restart':
        return this.#restart(readLedger)
    }
  }

  /** Sends copies at the same time, unless their order could matter. */
  async #create(creation: Creation, copies: number): Promise<void> {
    if (this.#model.hasRules && copies > 1) {
      for (let n = 0; n < copies; n += 1) await this.#create(creation, 1)
      return
    }
    const body = JSON.stringify(bodyOf(creation))
    const init = { method: 'POST', body, headers: headersOf(creation) }
    const all = Array.from({ length: copies }, () => init)
    const answers = await Promise.all(all.map(async (one) => this.#ask(creation.path, one)))
    this.#transcript.push(...answers.map(({ text }) => text).toSorted())
    const outcomes = answers.map(({ outcome }) => outcome)
    expect(outcomes.toSorted()).toEqual(all.map(() => this.#model.create(creation)).toSorted())
    const created = answers.filter(({ outcome }) => outcome === '201')
    this.#acknowledged.push(...created.map(({ text }) => (JSON.parse(text) as RunStart).run_id))
  }

  /** Sends a request. The outcome has the form of `Model.create`. */
  async #ask(path: string, init: { headers?: Record<string, string> } = {}) {
    const headers = { ...init.headers, authorization: `Bearer ${this.#world.apiKey}` }
    const answer = await this.#emulator.fetch(BASE_URL + path, { ...init, headers }).catch(() => null)
    if (answer === null) return { outcome: 'cut', text: '' }
    const text = await answer.text()
    const { error } = JSON.parse(text) as Partial<ErrorEnvelope>
    return { outcome: `${answer.status} ${error?.code ?? ''}`.trimEnd(), text }
  }

  async #advance(by: Distance): Promise<void> {
    const expected = this.#model.advance(by)
    const to = typeof by === 'number' ? { ms: by } : by === 'idle' ? { until: by } : { to: this.#model.now }
    const answer = await this.#world.clock.advance(to)
    this.#transcript.push(JSON.stringify(answer))
    const ended = answer.events.filter(({ type }) => type !== 'run.running')
    expect(ended.map(({ at, type, run_id }) => [at, type, run_id])).toEqual(
      expected.map((run) => [run.endsAt, run.failure === null ? 'run.completed' : 'run.failed', run.id]),
    )
  }

  async #end(how: Ending, nth: number): Promise<void> {
    const { id, ended } = this.#model.end(nth, how)
    const answer = this.#world.runs[how](id)
    const status = how === 'fail' ? 'failed' : 'completed'
    if (ended) expect(await answer).toEqual({ run_id: id, status, completed_at: this.#model.now })
    else await expect(answer).rejects.toMatchObject({ status: 409, code: 'conflict' })
  }

  async #restart(readLedger: boolean): Promise<void> {
    if (this.#options.db === undefined) return
    const before = await this.#look(readLedger)
    await this.#emulator.close()
    this.#emulator = await startEmulator(this.#options)
    this.#world = this.#emulator.world('m')
    expect(await this.#look(readLedger)).toEqual(before)
  }

  /** Reads everything of the world. */
  async #look(readLedger: boolean) {
    const { workspaces, rules, clock } = this.#world
    const read = readLedger ? LEDGERS : []
    return {
      balances: await Promise.all(WORKSPACES.map(async (id) => (await workspaces.get(id)).balance_usd)),
      rules: await rules.list(),
      now: await clock.now(),
      pages: await this.#pages(),
      ledgers: await Promise.all(read.map(async (id) => this.#world.ledger(id))),
      // After the ledger, because the snapshot shows which runs are settled.
      snapshot: JSON.stringify(await this.#world.snapshot()),
    }
  }

  /** Reads the bytes of every page of the history, newest first. */
  async #pages(): Promise<string[]> {
    const pages: string[] = []
    for (let query: string | null = '?limit=7'; query !== null;) {
      const { text } = await this.#ask(`/generations${query}`)
      const { next_cursor: cursor } = (JSON.parse(text) as GenerationPage).meta
      query = cursor === null ? null : `?limit=7&cursor=${cursor}`
      pages.push(text)
    }
    return pages
  }

  async #check(readLedger: boolean): Promise<void> {
    const model = this.#model
    const { pages, ledgers, ...others } = await this.#look(readLedger)
    this.#transcript.push(...pages, JSON.stringify(others), JSON.stringify(ledgers))
    expect(others.now).toBe(model.now)
    expect(others.rules).toEqual(
      model.rules.map((rule, n) => ({ id: `rule_${n + 1}`, ...ruleBody(rule), applied: rule.applied })),
    )
    expect(others.balances.map(micro)).toEqual(WORKSPACES.map((id) => model.balance(id)))
    this.#checkRuns(pages.flatMap((page) => (JSON.parse(page) as GenerationPage).generations).toReversed())
    for (const [n, { entries, spent_usd: spent }] of ledgers.entries()) {
      const id = n === 0 ? null : (WORKSPACES[n - 1] ?? null)
      expect(entries).toEqual(model.entries(id))
      expect(micro(spent)).toBe(model.spent(id))
      const sum = entries.reduce((total, { amount_usd: amount }) => total + micro(amount), 0)
      if (id !== null) expect(sum).toBe(micro(others.balances[n - 1] ?? NaN))
    }
  }

  #checkRuns(listed: readonly Generation[]): void {
    const model = this.#model
    const ids = listed.map(({ run_id }) => run_id)
    model.runs.forEach((run, n) => (run.id ??= ids[n] ?? null))
    expect(listed.map(summarize)).toEqual(model.summaries())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(this.#acknowledged))
    for (const [n, run] of listed.entries()) {
      const [earliest = NaN, latest = NaN] = model.runs[n]?.startsBetween ?? []
      const { started_at: at } = run
      const fits = at === undefined ? model.now < latest : at >= earliest && at <= Math.min(latest, model.now)
      expect(fits, `start of ${JSON.stringify(run)}`).toBe(true)
      expectLater(this.#seen.get(run.run_id) ?? run, run)
      this.#seen.set(run.run_id, run)
    }
  }
}

/** Checks that an ended run does not change, and that any other does not go back. */
function expectLater(before: Generation, now: Generation): void {
  if (RANK[before.status] === 2) expect(now).toEqual(before)
  expect(RANK[now.status]).toBeGreaterThanOrEqual(RANK[before.status])
  expect(now.progress).toBeGreaterThanOrEqual(before.progress)
  if (before.started_at !== undefined) expect(now.started_at).toBe(before.started_at)
}

/** Checks a property with random sequences, each with the name of a new file. */
async function check(seed: number, numRuns: number, property: (to: Sequence, file: string) => Promise<void>) {
  const folder = temporaryFolder()
  let count = 0
  const checked = fc.asyncProperty(steps, async (sequence) => {
    count += 1
    await property(sequence, join(folder, `${count}.sqlite`))
  })
  // The seed makes failures repeatable. A slow machine checks fewer sequences.
  await fc.assert(checked, { seed, numRuns, interruptAfterTimeLimit: 5_000 })
}

test('after any commands and restarts, a world is as the model', async () => {
  await check(1, 50, async (sequence, file) => {
    await Session.run(file, sequence)
  })
})

test('the same seed and commands give the same bytes, in files and in memory, with and without restarts', async () => {
  await check(2, 8, async (sequence, file) => {
    const first = await Session.run(file, sequence)
    expect(await Session.run(`${file}.again`, sequence)).toEqual(first)
    expect(await Session.run(null, sequence)).toEqual(first)
  })
})
