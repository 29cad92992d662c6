import { ApiError } from '../../kernel/errors.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { MemoryBudget } from '../requests/memory-budget.ts'
import { Condition, type WaitOptions } from '../requests/condition.ts'

const INBOXES_MAX = 100
/** Older messages are forgotten. */
const MESSAGES_MAX = 1000

/** What arrived in an inbox. */
export interface InboxMessage {
  /** Counts the messages of an inbox, from 1. */
  readonly ordinal: number
  /** Wall time, which signatures go by. */
  readonly at: EpochMs
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Why a receiver must refuse it; null when it must accept it. */
  readonly problem: string | null
  /** What was answered. */
  readonly status: number
}

/** What an inbox answers to its next messages, before it goes on answering 200. */
export interface InboxReply {
  readonly status: number
  /** Null for always. */
  readonly times: number | null
}

/** A receiver of webhooks that a test can look into. */
export class Inbox {
  #messages: InboxMessage[] = []
  #last = 0
  #reply: InboxReply = { status: 200, times: null }
  readonly #changed = new Condition()
  readonly #budget: MemoryBudget

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /** Takes a message in, and returns the status of the answer. Throws 409 when memory is short. */
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

  /** Oldest first. */
  list(): readonly InboxMessage[] {
    return this.#messages.slice(-MESSAGES_MAX)
  }

  replyWith(reply: InboxReply): void {
    this.#reply = reply
  }

  clear(): void {
    this.#forget(this.#messages.length)
  }

  /** The world is gone. */
  end(): void {
    this.clear()
    this.#changed.end()
  }

  /** As it was at first; whoever waits goes on waiting. */
  reset(): void {
    this.clear()
    this.#reply = { status: 200, times: null }
  }

  get hasWaiters(): boolean {
    return this.#changed.hasWaiters
  }

  /** Waits until there are `count` messages; returns what there is. */
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

/** The inboxes of a world, each there from its first use. In memory only, and bounded. */
export class Inboxes {
  readonly #inboxes = new Map<string, Inbox>()
  readonly #budget: MemoryBudget

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  get(name: string): Inbox {
    const known = this.#inboxes.get(name)
    if (known !== undefined) return known
    if (this.#inboxes.size >= INBOXES_MAX) {
      throw new ApiError(
        'conflict',
        `A world has at most ${INBOXES_MAX} inboxes; reset it, or use one again.`,
      )
    }
    const inbox = new Inbox(this.#budget)
    this.#inboxes.set(name, inbox)
    return inbox
  }

  /** Forgets all but those that somebody waits at, which are emptied. */
  reset(): void {
    for (const [name, inbox] of this.#inboxes) {
      inbox.reset()
      if (!inbox.hasWaiters) this.#inboxes.delete(name)
    }
  }

  /** The world is gone. */
  end(): void {
    for (const inbox of this.#inboxes.values()) inbox.end()
  }
}
