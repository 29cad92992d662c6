import { eventsOf } from '../../kernel/event-stream.ts'
import { monotonicNow, wallAlarm } from '../../kernel/clock.ts'
import { CONTROL_PREFIX } from '../../kernel/paths.ts'
import type { RequestRecord } from '../../schemas/control/requests/request.ts'

/** The requests of a world from the moment it is followed. The journal holds the last 1,000 alone. */
export class Recording {
  readonly requests: RequestRecord[] = []
  /** Ids of runs, in the order of their creation. */
  readonly created: string[] = []
  /** Whether a request named a receiver of webhooks. */
  hasReceiver = false
  #changedAt = monotonicNow()
  readonly #waits = new Set<() => void>()

  /** Milliseconds of wall time since the last event. */
  get silenceMs(): number {
    return monotonicNow() - this.#changedAt
  }

  add(event: string | undefined, data: string): void {
    if (event === 'clock') return
    this.#changedAt = monotonicNow()
    if (event === 'request') this.#addRequest((JSON.parse(data) as { request: RequestRecord }).request)
    if (event === 'run.created') this.created.push((JSON.parse(data) as { run_id: string }).run_id)
  }

  #addRequest(request: RequestRecord): void {
    this.requests.push(request)
    this.hasReceiver ||= typeof memberOf(request.request_body, 'callback_url') === 'string'
    for (const wake of this.#waits) wake()
  }

  /** Resolves when a request matches, those before included, or after `ms` of wall time. */
  async waitFor(matches: (request: RequestRecord) => boolean, ms: number): Promise<void> {
    if (this.requests.some(matches)) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel()
        this.#waits.delete(look)
        resolve()
      }
      const look = (): void => (this.requests.some(matches) ? done() : undefined)
      const cancel = wallAlarm(ms, done)
      this.#waits.add(look)
    })
  }
}

/** Returns a member of a JSON object; undefined for any other value. */
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

export interface Followed {
  readonly recording: Recording
  /** Resolves when the world was dropped and every event was read. */
  readonly ended: Promise<void>
}

/**
 * Records the events of a world until it is dropped.
 *
 * @throws {Error} when the emulator refuses, as it does with a control token
 */
export async function follow(emulatorUrl: string, world: string): Promise<Followed> {
  const answer = await fetch(`${emulatorUrl}${CONTROL_PREFIX}/worlds/${world}/events`)
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel()
    throw new Error(
      `The events of world ${world} were answered with ${answer.status}; explore needs an emulator without a control token.`,
    )
  }
  const recording = new Recording()
  const read = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    for await (const { event, data } of eventsOf(stream)) recording.add(event, data)
  }
  return { recording, ended: read(answer.body) }
}
