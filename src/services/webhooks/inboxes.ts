import { ApiError } from '../../kernel/errors.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { MemoryBudget } from '../requests/memory-budget.ts'
import { Condition, type WaitOptions } from '../requests/condition.ts'

/** Inboxes of one world. */
const INBOXES_MAX = 100
/** Messages that an inbox holds. Older ones are dropped. */
const MESSAGES_MAX = 1000

/** A webhook request that an inbox received. */
export interface InboxMessage {
  /** Counts the messages of an inbox, from 1. */
  readonly ordinal: number
  /** Wall time, because signatures have it too. */
  readonly at: EpochMs
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Reason for which a receiver must refuse the message. Null when it must accept it. */
  readonly problem: string | null
  /** Status that the inbox answered. */
  readonly status: number
}

/** Answer of an inbox to its next messages. Afterwards it answers 200 again. */
export interface InboxReply {
  readonly status: number
  /** Number of messages; null for all. */
  readonly times: number | null
}

/** A receiver of webhooks whose messages a test can read. */
export class Inbox {
  #messages: InboxMessage[] = []
  #last = 0
  #reply: InboxReply = { status: 200, times: null }
  readonly #changed = new Condition()
  readonly #budget: MemoryBudget

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /**
   * Stores a message and returns the status of the answer.
   *
   * @throws ApiError 409 when the memory budget is used up
   */
  receive(message: Omit<InboxMessage, 'ordinal' | 'status'>): number {
    if (!this.#budget.take(message.body.length)) {
      throw new ApiError('conflict', 'The inboxes and journals of this emulator are full; clear some.')
    }
    const status = this.#nextStatus()
    this.#last += 1
    this.#messages.push({ ...message, ordinal: this.#last, status })
    if (this.#messages.length >= MESSAGES_MAX * 2) this.#forget(this.#messages.length - MESSAGES_MAX)
    this.#changed.notify()
    return status
  }

  /** Lists messages, oldest first. */
  list(): readonly InboxMessage[] {
    return this.#messages.slice(-MESSAGES_MAX)
  }

  replyWith(reply: InboxReply): void {
    this.#reply = reply
  }

  clear(): void {
    this.#forget(this.#messages.length)
  }

  /** Ends every wait, because the world is dropped. */
  end(): void {
    this.clear()
    this.#changed.end()
  }

  /** Restores the initial state. Waits continue. */
  reset(): void {
    this.clear()
    this.#reply = { status: 200, times: null }
  }

  get hasWaiters(): boolean {
    return this.#changed.hasWaiters
  }

  /** Waits until there are `count` messages or the wait ends. Returns all messages. */
  async waitFor(count: number, options: WaitOptions): Promise<readonly InboxMessage[]> {
    await this.#changed.waitUntil(() => this.list().length >= count, options)
    return this.list()
  }

  #forget(count: number): void {
    for (const { body } of this.#messages.slice(0, count)) this.#budget.release(body.length)
    this.#messages = this.#messages.slice(count)
  }

  #nextStatus(): number {
    const { status, times } = this.#reply
    if (times === null) return status
    this.#reply = times > 1 ? { status, times: times - 1 } : { status: 200, times: null }
    return status
  }
}

/** The inboxes of a world, in memory. An inbox is created by its first use. */
export class Inboxes {
  readonly #inboxes = new Map<string, Inbox>()
  readonly #budget: MemoryBudget

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /** @throws ApiError 409 for one inbox too many */
  get(name: string): Inbox {
    const known = this.#inboxes.get(name)
    if (known !== undefined) return known
    if (this.#inboxes.size >= INBOXES_MAX) {
      throw new ApiError(
        'conflict',
        `A world has at most ${INBOXES_MAX} inboxes; reset the world or reuse an inbox.`,
      )
    }
    const inbox = new Inbox(this.#budget)
    this.#inboxes.set(name, inbox)
    return inbox
  }

  /** Drops the inboxes. Those with a pending wait are emptied instead. */
  reset(): void {
    for (const [name, inbox] of this.#inboxes) {
      inbox.reset()
      if (!inbox.hasWaiters) this.#inboxes.delete(name)
    }
  }

  /** Ends the waits of every inbox, because the world is dropped. */
  end(): void {
    for (const inbox of this.#inboxes.values()) inbox.end()
  }
}
