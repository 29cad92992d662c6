import { reasonOf } from '../kernel/errors.ts'
import { monotonicNow } from '../kernel/clock.ts'
import { INBOX_NAME } from '../kernel/names.ts'
import type { AttemptResult } from '../simulator/webhooks/webhook.ts'
import { type Egress, EgressError, statusProblem } from '../outbound/egress.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'

/** The outcome of a request to a receiver. */
export interface Receipt {
  readonly result: AttemptResult
  /** HTTP status; null without an answer. */
  readonly status: number | null
  /** Wall time from the request to the answer, in steps of a microsecond. */
  readonly durationMs: number
  /** Why the attempt failed; null when it succeeded. */
  readonly error: string | null
}

/** Delivers a message to an inbox of this emulator. Resolves with the HTTP status. */
export type Deliver = (world: string, inbox: string, message: SentMessage) => Promise<number>

const INBOX_PATH = new RegExp(`^/_emulator/worlds/([^/]+)/inbox/(${INBOX_NAME})$`)

/** Sends messages to receivers through `Egress`, and to inboxes of this emulator without a connection. */
export class Sender {
  readonly #egress: Egress
  readonly #inboxes: Deliver

  constructor(egress: Egress, inboxes: Deliver) {
    this.#egress = egress
    this.#inboxes = inboxes
  }

  /** Sends a message once. A failure is a result, so this never rejects. */
  async send(url: string, message: SentMessage): Promise<Receipt> {
    const startedAt = monotonicNow()
    const outcome = await this.#outcome(url, message)
    return { ...outcome, durationMs: Math.round((monotonicNow() - startedAt) * 1000) / 1000 }
  }

  async #outcome(url: string, message: SentMessage): Promise<Omit<Receipt, 'durationMs'>> {
    try {
      const status = (await this.#toInbox(url, message)) ?? (await this.#toServer(url, message))
      const error = statusProblem(status)
      return { result: error === null ? 'delivered' : 'failed', status, error }
    } catch (error) {
      // An error of one attempt must not affect others.
      const reason = reasonOf(error)
      const isRefusal = error instanceof EgressError && error.isRefusal
      return { result: isRefusal ? 'blocked' : 'failed', status: null, error: reason }
    }
  }

  /** Resolves with null for a URL of another server. */
  async #toInbox(text: string, message: SentMessage): Promise<number | null> {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null || !this.#egress.isOwnUrl(url)) return null
    const [, world, inbox] = INBOX_PATH.exec(url.pathname) ?? []
    if (world !== undefined && inbox !== undefined) return this.#inboxes(world, inbox, message)
    const what = 'the emulator calls nothing of itself but /_emulator/worlds/<world>/inbox/<name>'
    throw new EgressError(what, { isRefusal: true })
  }

  async #toServer(url: string, { body, headers }: SentMessage): Promise<number> {
    const { status } = await this.#egress.send(url, { method: 'POST', headers, body, bytesMax: null })
    return status
  }
}
