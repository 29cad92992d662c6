import { setImmediate as turn } from 'node:timers/promises'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { VERSION } from '../../config/package-root.ts'
import type { Services } from '../../services/services.ts'
import { TalliedHistogram } from './tallied-histogram.ts'

/** Renders the metrics of an emulator in the text format of Prometheus. Its registry exists from the first scrape. */
export class Exposition {
  readonly #registry = new Registry()

  constructor(sources: Pick<Services, 'worlds' | 'runHistory'>) {
    const registers = [this.#registry]
    // Delay of the event loop, memory and CPU of the process.
    collectDefaultMetrics({ register: this.#registry })
    addInfo(registers)
    addWorlds(registers, sources)
    addRuns(registers, sources)
    addAttempts(registers, sources)
    this.#registry.registerMetric(new TalliedHistogram(sources.worlds.tally))
  }

  async render(): Promise<string> {
    return this.#registry.metrics()
  }
}

type Sources = Pick<Services, 'worlds' | 'runHistory'>

function addInfo(registers: Registry[]): void {
  const help = 'Version of the emulator.'
  new Gauge({ name: 'flora_emulator_info', help, labelNames: ['version'], registers }).set(
    { version: VERSION },
    1,
  )
}

function addWorlds(registers: Registry[], { worlds }: Sources): void {
  const gauge = new Gauge({
    name: 'flora_emulator_worlds',
    help: 'Worlds that exist.',
    registers,
    collect: async (): Promise<void> => gauge.set(await worlds.count()),
  })
}

function addRuns(registers: Registry[], { worlds, runHistory }: Sources): void {
  const gauge = new Gauge({
    name: 'flora_emulator_runs',
    help: 'Runs of the worlds in memory, by state. A world counts up to 10000 unfinished and 10000 failed runs.',
    labelNames: ['state'],
    registers,
    collect: async (): Promise<void> => {
      const sums = { pending: 0, running: 0, completed: 0, failed: 0 }
      for (const world of worlds.inMemory()) {
        const counts = await runHistory.countStates(world)
        sums.pending += counts.pending
        sums.running += counts.running
        sums.completed += counts.completed
        sums.failed += counts.failed
        // Requests go first: there may be a thousand worlds.
        await turn()
      }
      for (const [state, count] of Object.entries(sums)) gauge.set({ state }, count)
    },
  })
}

function addAttempts(registers: Registry[], { worlds }: Sources): void {
  const counter = new Counter({
    name: 'flora_emulator_webhook_attempts_total',
    help: 'Attempts to deliver webhooks, by result.',
    labelNames: ['result'],
    registers,
    collect: (): void => {
      counter.reset()
      for (const result of ['delivered', 'failed', 'blocked'] as const) {
        counter.inc({ result }, worlds.tally.attempts.get(result) ?? 0)
      }
    },
  })
}
