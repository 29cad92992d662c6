import { deadline } from '../../kernel/clock.ts'
import { seededRandom } from '../../kernel/random.ts'
import type { WorldHandle } from '../../client/world-handle.ts'
import type { ClientOptions, Scenario } from '../scene.ts'
import type { Interleavings } from '../report/report.ts'
import { usd } from '../verdict.ts'
import { Conductor } from './conductor.ts'
import { Steps } from './steps.ts'

export interface InterleaveOptions {
  /** Number of orders to try. */
  readonly tries: number
  readonly scenario: Scenario
  readonly invariant: Scenario | null
  readonly client: Omit<ClientOptions, 'apiKey'>
  readonly restart: (() => Promise<void>) | null
  /** Returns a world of its own for each order. */
  readonly nextWorld: () => WorldHandle
  readonly seed: string
  readonly timeoutSeconds: number
  /** Choices of an earlier failure, to try its order alone. Null to draw orders. */
  readonly replay: readonly number[] | null
}

/** Steps whose order is drawn. Later ones happen in their natural order. */
const STEPS_MAX = 40
/** Steps that wait at once are fewer, as a rule. */
const CHOICE_MAX = 5

/** Tries a scenario in different orders of answers, webhooks, ends of runs and restarts, and shrinks an order that fails. */
export async function interleave(options: InterleaveOptions): Promise<Interleavings> {
  let paid: number | null = null
  const attempt = async (choices: readonly number[]): Promise<void> => {
    const { order, cost } = await tryOrder(options, choices)
    paid ??= cost
    if (cost > paid)
      throw new OrderError(order, 'overpaid', `The client paid ${usd(cost)} instead of ${usd(paid)}.`)
  }
  return options.replay === null ? draw(options, attempt) : repeat(options.replay, attempt)
}

type Attempt = (choices: readonly number[]) => Promise<void>

async function draw({ tries, seed }: InterleaveOptions, attempt: Attempt): Promise<Interleavings> {
  // Imported on use: most explorations draw no order.
  const fc = await import('fast-check')
  const choices = fc.array(fc.nat({ max: CHOICE_MAX }), { maxLength: STEPS_MAX })
  const details = await fc.check(fc.asyncProperty(choices, attempt), {
    numRuns: tries,
    seed: seedOf(seed),
    // The natural order comes first: what it costs is what every order may cost.
    examples: [[[]]],
  })
  if (!details.failed) return { tried: details.numRuns, failure: null }
  return {
    tried: details.numRuns,
    failure: failureOf(details.errorInstance, details.counterexample?.[0] ?? []),
  }
}

async function repeat(choices: readonly number[], attempt: Attempt): Promise<Interleavings> {
  try {
    await attempt([])
    await attempt(choices)
    return { tried: 1, failure: null }
  } catch (error) {
    return { tried: 1, failure: failureOf(error, choices) }
  }
}

function failureOf(error: unknown, choices: readonly number[]): Interleavings['failure'] {
  if (!(error instanceof OrderError)) throw error
  const { verdict, message: reason, order } = error
  return { verdict, reason, order: [...order], token: orderToken(choices) }
}

const orderToken = (choices: readonly number[]): string =>
  `order@${choices.length === 0 ? 0 : choices.join('.')}`

/** Reads the token of an order, such as `order@2.0.1`. Returns null for any other. */
export function parseOrder(token: string): readonly number[] | null {
  const [, choices] = /^order@(\d(?:\.\d)*)$/.exec(token) ?? []
  return choices === undefined ? null : choices.split('.').map(Number)
}

/** An order in which the scenario fails. */
class OrderError extends Error {
  readonly order: readonly string[]
  readonly verdict: 'overpaid' | 'wrong' | 'hung'

  constructor(order: readonly string[], verdict: OrderError['verdict'], message: string) {
    super(message)
    this.order = order
    this.verdict = verdict
  }
}

/** Seeds of fast-check are numbers. */
const seedOf = (text: string): number => Math.floor(seededRandom(`orders/${text}`)() * 0x7fff_ffff)

/** @throws {OrderError} when the scenario fails or hangs, or the invariant does not hold */
async function tryOrder(
  options: InterleaveOptions,
  choices: readonly number[],
): Promise<{ readonly order: readonly string[]; readonly cost: number }> {
  const world = options.nextWorld()
  const steps = new Steps(choices)
  await world.configure({ clock: 'manual', seed: options.seed })
  // Webhooks are steps: each is released when it is its turn.
  await world.rules.add({ effect: { webhook: { mode: 'hold' } } })
  const { spent_usd: before } = await world.ledger()
  const conductor = new Conductor({ steps, world, fetch: options.client.fetch, restart: options.restart })
  const limit = deadline(options.timeoutSeconds * 1000, new AbortController().signal)
  const ended = new AbortController()
  limit.signal.addEventListener('abort', () => ended.abort())
  const client = { ...options.client, apiKey: world.apiKey, fetch: conductor.fetch }
  const scene = { world, client, signal: limit.signal }
  try {
    const scenario = options.scenario(scene).finally(() => ended.abort())
    await Promise.all([steps.run(ended.signal), Promise.race([scenario, hangs(limit.signal)])])
    conductor.check()
    await options.invariant?.(scene)
    await world.clock.advance({ until: 'idle' })
    return { order: steps.order, cost: micro((await world.ledger()).spent_usd - before) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new OrderError([...steps.order], limit.signal.aborted ? 'hung' : 'wrong', message)
  } finally {
    limit.clear()
    await world.drop()
  }
}

const hangs = async (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error('The scenario did not end within the time limit.')),
    )
  })

const micro = (amount: number): number => Math.round(amount * 1e6) / 1e6
