import { monotonicNow } from '../clock.ts'
import type { AttemptResult } from '../services/webhooks.ts'
import { type Egress, EgressError } from './egress.ts'
import type { Message } from './message.ts'

/** What came of a request to a receiver. */
export interface Receipt {
  readonly result: AttemptResult
  readonly status: number | null
  readonly durationMs: number
  /** Why it does not count. */
  readonly error: string | null
}

/** An inbox of this emulator: takes the message, and answers with a status; null when there is no such world. */
export type Deliver = (world: string, inbox: string, message: Message) => Promise<number | null>

const INBOX_PATH = /^\/_emulator\/worlds\/([^/]+)\/inbox\/([^/]+)$/

/** Brings messages to receivers: through the one way out, or into an inbox of this emulator without a connection. */
export class Sender {
  readonly #egress: Egress
  readonly #inboxes: Deliver

  constructor(egress: Egress, inboxes: Deliver) {
    this.#egress = egress
    this.#inboxes = inboxes
  }

  async send(url: string, message: Message): Promise<Receipt> {
    const startedAt = monotonicNow()
    const outcome = await this.#outcome(url, message)
    return { ...outcome, durationMs: Math.round((monotonicNow() - startedAt) * 1000) / 1000 }
  }

  async #outcome(url: string, message: Message): Promise<Omit<Receipt, 'durationMs'>> {
    try {
      const status = (await this.#toInbox(url, message)) ?? (await this.#toServer(url, message))
      if (status >= 200 && status < 300) return { result: 'delivered', status, error: null }
      const redirects = status >= 300 && status < 400
      const error = redirects ? 'it redirects, and redirects are not followed' : `it answered ${status}`
      return { result: 'failed', status, error }
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return { result: error.isRefusal ? 'blocked' : 'failed', status: null, error: error.message }
    }
  }

  /** Null for an address that is no inbox here. */
  async #toInbox(text: string, message: Message): Promise<number | null> {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null || !this.#egress.leadsHere(url)) return null
    const [, world, inbox] = INBOX_PATH.exec(url.pathname) ?? []
    return world === undefined || inbox === undefined ? null : this.#inboxes(world, inbox, message)
  }

  async #toServer(url: string, { body, headers }: Message): Promise<number> {
    const { status } = await this.#egress.send(url, { method: 'POST', headers, body, bytesMax: null })
    return status
  }
}
