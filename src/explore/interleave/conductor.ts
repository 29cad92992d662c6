import type { WorldHandle } from '../../client/world-handle.ts'
import { RUN_ID } from '../faults/map.ts'
import type { Steps } from './steps.ts'

interface Stage {
  readonly steps: Steps
  readonly world: WorldHandle
  readonly fetch: typeof globalThis.fetch
  /** Restarts the emulator. Null when it cannot be restarted. */
  readonly restart: (() => Promise<void>) | null
}

/** A step that is not an answer. */
interface Later {
  readonly label: string
  readonly work: () => Promise<void>
}

/**
 * Makes steps of answers, webhooks and the ends of runs. Requests reach the emulator at once, so that their changes are
 * committed before their answers are seen.
 */
export class Conductor {
  readonly #stage: Stage
  #requests = 0
  #failure: Error | null = null

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** `fetch` for the client. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const { steps } = this.#stage
    const request = new Request(input, init)
    this.#requests += 1
    const label = `answer ${this.#requests}: ${request.method} ${new URL(request.url).pathname}`
    const { answer, followed } = await steps.busy(async () => this.#send(request))
    const turn = steps.turnOf(label)
    // In the natural order, the answer of a start precedes the end of its run.
    for (const { label: later, work } of followed) this.#later(later, work)
    await turn
    return answer
  }

  /** @throws {Error} the first failure of a step */
  check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  async #send(request: Request): Promise<{ readonly answer: Response; readonly followed: readonly Later[] }> {
    const { method, headers } = request
    const body = request.body === null ? {} : { body: await request.text() }
    const answer = await this.#stage.fetch(request.url, { method, headers, ...body })
    const starts = method !== 'GET' && answer.ok
    return { answer, followed: starts ? await this.#after(await answer.clone().text()) : [] }
  }

  /** Returns what happens after an answer that names new runs: a restart, the end of each, and its webhook. */
  async #after(text: string): Promise<readonly Later[]> {
    const { world, restart } = this.#stage
    const followed: Later[] = []
    for (const id of new Set(text.match(RUN_ID))) {
      const [webhook] = await world.webhooks.list({ run_id: id })
      if (restart !== null) followed.push({ label: 'restart', work: restart })
      followed.push({ label: `end of ${id}`, work: async () => this.#end(id) })
      if (webhook !== undefined)
        followed.push({ label: `webhook of ${id}`, work: async () => this.#deliver(id, webhook.id) })
    }
    return followed
  }

  async #end(runId: string): Promise<void> {
    await this.#stage.world.clock.advance({ until: runId })
  }

  async #deliver(runId: string, webhookId: string): Promise<void> {
    await this.#end(runId)
    const delivered = this.#stage.world.webhooks.release(webhookId).then(
      () => undefined,
      (error: unknown) => this.#fail(error),
    )
    await this.#stage.steps.unlessBlocked(delivered)
  }

  #later(label: string, work: Later['work']): void {
    const { steps } = this.#stage
    const happen = async (): Promise<void> => {
      await steps.turnOf(label)
      await steps.busy(work)
    }
    happen().catch((error: unknown) => this.#fail(error))
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error))
  }
}
