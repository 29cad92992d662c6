import type { InboxList } from '../schemas/control/webhooks/inbox.ts'
import type { WebhookAnswer, WebhookList } from '../schemas/control/webhooks/webhook.ts'
import { INBOX_NAME } from '../kernel/names.ts'
import { type Call, queryOf } from './control-client.ts'

/** Fault of a delivery. */
type Mode = NonNullable<WebhookAnswer['mode']>

/** The webhooks of a world. One exists for each run with a `callback_url`, and for each `add`. */
export interface WebhooksHandle {
  /**
   * Lists webhooks with their delivery attempts, newest first.
   *
   * @param filter `limit`: 1–1,000, `@default` 100; the other members are optional conditions
   * @example
   * ```ts
   * const failed = await world.webhooks.list({ state: 'failed' })
   * ```
   */
  list(filter?: {
    readonly run_id?: string
    readonly state?: WebhookAnswer['state']
    readonly limit?: number
  }): Promise<WebhookAnswer[]>
  /**
   * Reads a webhook.
   *
   * @throws {ControlError} `not_found`
   */
  get(id: string): Promise<WebhookAnswer>
  /**
   * Announces the end of a run to `url`, as if the run had been started with this `callback_url`.
   *
   * @param webhook `mode`: `@default` none
   * @throws {ControlError} `not_found` for an unknown run, or `conflict` before its end
   * @example Send a webhook that the receiver must reject.
   * ```ts
   * await world.webhooks.add({ run_id: 'run_abc123', url: inbox.url, mode: 'wrong-secret' })
   * ```
   */
  add(webhook: {
    readonly run_id: string
    readonly url: string
    readonly mode?: Mode
  }): Promise<WebhookAnswer>
  /**
   * Delivers a webhook once more, now, and resolves with the result.
   *
   * @param how `mode`: `@default` none
   * @throws {ControlError} `not_found`
   * @example
   * ```ts
   * const [webhook] = await world.webhooks.list({ limit: 1 })
   * if (webhook !== undefined) await world.webhooks.redeliver(webhook.id, { mode: 'duplicate' })
   * ```
   */
  redeliver(
    id: string,
    how?: { readonly mode?: Exclude<Mode, 'hold' | 'reorder' | 'early'> },
  ): Promise<WebhookAnswer>
  /**
   * Holds a pending webhook until it is released.
   *
   * @throws {ControlError} `not_found`, or `conflict` when it is not pending
   */
  hold(id: string): Promise<WebhookAnswer>
  /**
   * Delivers a webhook that is held.
   *
   * @throws {ControlError} `not_found`, or `conflict` when it is not held
   */
  release(id: string): Promise<WebhookAnswer>
}

/** A receiver of webhooks inside the emulator. It keeps the last 1,000 messages in memory. */
export interface InboxHandle {
  /** URL for `callback_url`. */
  readonly url: string
  /** Lists the messages, oldest first, with whether the signature of each is valid. */
  list(): Promise<InboxList['messages']>
  /**
   * Resolves when the inbox has enough messages, those already received included.
   *
   * @param limits `count`: 1–1,000, `@default` 1; `timeoutMs`: wall time, 0–60,000 ms, `@default` 2000
   * @throws {ControlError} `timeout`
   * @example
   * ```ts
   * await world.webhooks.add({ run_id: 'run_abc123', url: inbox.url })
   * const [message] = await inbox.waitFor()
   * ```
   */
  waitFor(limits?: { readonly count?: number; readonly timeoutMs?: number }): Promise<InboxList['messages']>
  /**
   * Sets the status with which the inbox answers instead of 200.
   *
   * @param reply `status`: 200–599; `times`: 1–1,000,000 answers, or null for all, `@default` null
   * @throws {ControlError} `input_validation_error`
   * @example Make the first attempt fail, so that it is retried.
   * ```ts
   * await inbox.replyWith({ status: 500, times: 1 })
   * ```
   */
  replyWith(reply: { readonly status: number; readonly times?: number | null }): Promise<void>
  /** Deletes the messages. The status of answers stays. */
  clear(): Promise<void>
}

const webhookPath = (id: string): string => `/webhooks/${encodeURIComponent(id)}`

export function webhooksHandle(call: Call): WebhooksHandle {
  return {
    list: async (filter = {}) => (await call<WebhookList>('GET', `/webhooks${queryOf(filter)}`)).webhooks,
    get: async (id) => call('GET', webhookPath(id)),
    add: async (webhook) => call('POST', '/webhooks', webhook),
    redeliver: async (id, how = {}) => call('POST', `${webhookPath(id)}/redeliver`, how),
    hold: async (id) => call('POST', `${webhookPath(id)}/hold`, {}),
    release: async (id) => call('POST', `${webhookPath(id)}/release`, {}),
  }
}

const NAME = new RegExp(`^${INBOX_NAME}$`)

/**
 * Returns a handle to an inbox.
 *
 * @param worldUrl URL of the world in the control API
 * @throws {RangeError} for a name that is not 1–64 letters, digits, `-` and `_`
 */
export function inboxHandle(call: Call, worldUrl: string, name: string): InboxHandle {
  if (!NAME.test(name)) throw new RangeError(`Inbox name ${JSON.stringify(name)} must match ${String(NAME)}`)
  const at = `/inbox/${name}`
  return {
    url: worldUrl + at,
    list: async () => (await call<InboxList>('GET', at)).messages,
    waitFor: async ({ count, timeoutMs } = {}) =>
      (await call<InboxList>('GET', `${at}/wait${queryOf({ count, timeout_ms: timeoutMs })}`)).messages,
    replyWith: async (reply) => call('PUT', at, reply),
    clear: async () => call('DELETE', at),
  }
}
