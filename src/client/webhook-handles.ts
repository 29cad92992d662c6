import type { InboxList } from '../schemas/control/webhooks/inbox.ts'
import type { WebhookAnswer, WebhookList } from '../schemas/control/webhooks/webhook.ts'
import { INBOX_NAME } from '../kernel/names.ts'
import { type Call, queryOf } from './control-client.ts'

/** How a webhook goes wrong on purpose. */
type Mode = NonNullable<WebhookAnswer['mode']>

/** The announcements of runs to their `callback_url`. */
export interface WebhooksHandle {
  /** Newest first; 100 unless told. */
  list(filter?: {
    readonly run_id?: string
    readonly state?: WebhookAnswer['state']
    readonly limit?: number
  }): Promise<WebhookAnswer[]>
  get(id: string): Promise<WebhookAnswer>
  /** Announces a run as if it had been started with this `callback_url`. */
  add(webhook: {
    readonly run_id: string
    readonly url: string
    readonly mode?: Mode
  }): Promise<WebhookAnswer>
  /** Sends it once more, now: properly unless told. */
  redeliver(
    id: string,
    how?: { readonly mode?: Exclude<Mode, 'hold' | 'reorder' | 'early'> },
  ): Promise<WebhookAnswer>
  /** Keeps a pending one back until it is released. */
  hold(id: string): Promise<WebhookAnswer>
  release(id: string): Promise<WebhookAnswer>
}

/** A receiver that needs no server: its `url` is a `callback_url`. */
export interface InboxHandle {
  readonly url: string
  /** Oldest first. */
  list(): Promise<InboxList['messages']>
  /** Resolves when it holds `count` (1) messages; rejects after `timeoutMs` (2000) of wall time. */
  waitFor(limits?: { readonly count?: number; readonly timeoutMs?: number }): Promise<InboxList['messages']>
  /** Answers with `status` instead of 200: `times` times, or always. */
  replyWith(reply: { readonly status: number; readonly times?: number | null }): Promise<void>
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

/** Throws RangeError for a name that no inbox can have. @param worldUrl of the world in the control API */
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
