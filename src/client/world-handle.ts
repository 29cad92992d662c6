import type { Ledger, WorkspaceAnswer, WorkspaceAnswerList } from '../schemas/control/workspaces/money.ts'
import type { RequestList } from '../schemas/control/requests/request.ts'
import type { RuleAnswer, RuleBody } from '../schemas/control/rules/rule.ts'
import type { CanvasRecord } from '../schemas/control/canvas/canvas.ts'
import type { ModelRecordList } from '../schemas/control/models/model.ts'
import type { ProjectRecordList, ProjectRecordQuery } from '../schemas/control/workspaces/project.ts'
import type { RunListQuery, RunRecord, RunRecordList } from '../schemas/control/runs/run.ts'
import type { Snapshot } from '../schemas/control/worlds/snapshot.ts'
import type { WebhookSecretAnswer } from '../schemas/control/webhooks/webhook.ts'
import type {
  AdvanceAnswer,
  AdvanceBody,
  Clock,
  WorldAnswer,
  WorldConfigBody,
} from '../schemas/control/worlds/world.ts'
import { type Call, type ControlClient, queryOf } from './control-client.ts'
import { type InboxHandle, inboxHandle, type WebhooksHandle, webhooksHandle } from './webhook-handles.ts'
import { apiKeyOf, DEFAULT_WORLD, WORLD_NAME } from '../kernel/names.ts'

/** What a request must be to be listed, counted or waited for. Members that are absent do not matter. */
export interface RequestFilter {
  /** An operationId of openapi.yaml, such as `startGeneration`. */
  readonly operation?: string
  readonly method?: string
  /** With `*` for any characters, with or without the query. */
  readonly path?: string
  readonly status?: number
  /** Name of the client, from the header `x-flora-emulator-client`. */
  readonly client?: string
  /** Leaves out the requests of this client. @example 'dashboard' */
  readonly exclude_client?: string
}

/**
 * One isolated copy of the emulated service, steered and observed. The same as the control API, call for call, with the
 * same members: money in US dollars, time in unix milliseconds. Calls reject with a ControlError, whose `code` and
 * `status` are those of the control API. The world is created by the first call, or by the first request that uses its
 * key.
 */
export interface WorldHandle {
  readonly name: string
  /** The key that makes a client work in this world: `sk_test_<name>`. */
  readonly apiKey: string
  readonly clock: WorldClockHandle
  readonly rules: RulesHandle
  readonly requests: RequestsHandle
  readonly workspaces: {
    list(): Promise<WorkspaceAnswer[]>
    get(id: string): Promise<WorkspaceAnswer>
    /** Sets what the workspace can spend from now on. */
    setBalance(id: string, balanceUsd: number): Promise<WorkspaceAnswer>
    webhookSecret(id: string): Promise<WebhookSecretAnswer>
    /** Signs with a new secret; for `overlap_seconds` (86400) of the world's time, with the old one too. */
    rotateWebhookSecret(
      id: string,
      how?: { readonly webhook_secret?: string; readonly overlap_seconds?: number },
    ): Promise<WebhookSecretAnswer>
  }
  readonly runs: {
    /** Of every kind, newest first. Unlike a client's reads, these leave an `auto` clock alone. */
    list(filter?: Partial<RunListQuery>): Promise<RunRecordList>
    get(id: string): Promise<RunRecord>
    /** Ends a run now; 409 when it is over. */
    complete(id: string): Promise<EndedRun>
    fail(
      id: string,
      how?: { readonly error_code?: string; readonly error_message?: string },
    ): Promise<EndedRun>
  }
  /** Reads the catalogue of models. Rules, rate limit and journal do not apply. */
  models(): Promise<ModelRecordList['models']>
  /**
   * Reads the projects of every workspace: by workspace, newest first. Rules, rate limit and journal do not apply.
   * @param filter `limit`: projects of each workspace, 1–1000, `@default` 100
   */
  projects(filter?: ProjectRecordQuery): Promise<ProjectRecordList['projects']>
  /** Reads every node and edge of a project's canvas; 404 for an unknown project. Leaves an `auto` clock alone. */
  canvas(projectId: string): Promise<CanvasRecord>
  readonly webhooks: WebhooksHandle
  /** A receiver inside the emulator, there from its first use. */
  inbox(name: string): InboxHandle
  /** Every change of a balance up to now: the newest, oldest first. */
  ledger(filter?: {
    readonly workspace_id?: string
    readonly run_id?: string
    readonly limit?: number
  }): Promise<Ledger>
  get(): Promise<WorldAnswer>
  /** What is absent stays as it is. */
  configure(config: WorldConfigBody): Promise<WorldAnswer>
  /** Back to the fixtures, with clock, rules and journal. */
  reset(): Promise<WorldAnswer>
  /** The whole world as one JSON document. */
  snapshot(): Promise<Snapshot>
  /** Puts a snapshot, of any world, in the place of this one. */
  restore(snapshot: Snapshot): Promise<WorldAnswer>
  drop(): Promise<void>
}

export interface EndedRun {
  readonly run_id: string
  readonly status: string
  readonly completed_at: number
}

export interface WorldClockHandle {
  get(): Promise<Clock>
  /** The world's time in unix milliseconds. */
  now(): Promise<number>
  /** Changes its mode, or the instant it goes on from. */
  set(change: { readonly mode?: Clock['mode']; readonly now?: number }): Promise<Clock>
  /** Moves ahead: by `ms` or `seconds`, `to` an instant, or `until` nothing is under way or one run is over. */
  advance(by: Omit<AdvanceBody, 'to'> & { readonly to?: number | Date }): Promise<AdvanceAnswer>
}

export interface RulesHandle {
  list(): Promise<RuleAnswer[]>
  add(rule: RuleBody): Promise<RuleAnswer>
  delete(id: string): Promise<void>
  clear(): Promise<void>
}

export interface RequestsHandle {
  /** Newest first; the last 1,000 are kept, 100 are listed unless told. */
  list(filter?: RequestFilter & { readonly limit?: number }): Promise<RequestList>
  count(filter?: RequestFilter): Promise<number>
  /**
   * Resolves when `count` (1) requests match; rejects after `timeoutMs` (2000) of wall time with an account of those
   * that came close.
   */
  waitFor(
    filter?: RequestFilter,
    limits?: { readonly count?: number; readonly timeoutMs?: number },
  ): Promise<RequestList>
  clear(): Promise<void>
}

/** Throws RangeError for a name that a key could not hold. @param create false refuses a world that is not there */
export function worldHandle(
  client: ControlClient,
  name = DEFAULT_WORLD,
  { create = true }: { readonly create?: boolean } = {},
): WorldHandle {
  if (!WORLD_NAME.test(name)) {
    throw new RangeError(`World name ${JSON.stringify(name)} must match ${String(WORLD_NAME)}`)
  }
  const at = `/worlds/${name}`
  let created: Promise<unknown> | null = null
  /** Calls below the world's path, which is created first if need be. */
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    if (!create) return client.call<Answer>(method, at + path, body)
    created ??= client.call('PUT', at, {}).catch((error: unknown) => {
      // The next call tries again.
      created = null
      throw error
    })
    await created
    return client.call<Answer>(method, at + path, body)
  }
  return {
    name,
    apiKey: apiKeyOf(name),
    clock: clockHandle(call),
    rules: {
      list: async () => (await call<{ rules: RuleAnswer[] }>('GET', '/rules')).rules,
      add: async (rule) => call('POST', '/rules', rule),
      delete: async (id) => call('DELETE', `/rules/${encodeURIComponent(id)}`),
      clear: async () => call('DELETE', '/rules'),
    },
    requests: requestsHandle(call),
    workspaces: workspacesHandle(call),
    runs: runsHandle(call),
    models: async () => (await call<ModelRecordList>('GET', '/models')).models,
    projects: async (filter = {}) =>
      (await call<ProjectRecordList>('GET', `/projects${queryOf(filter)}`)).projects,
    canvas: async (projectId) => call('GET', `/projects/${encodeURIComponent(projectId)}/canvas`),
    webhooks: webhooksHandle(call),
    inbox: (inbox) => inboxHandle(call, client.url + at, inbox),
    ledger: async (filter = {}) => call('GET', `/ledger${queryOf(filter)}`),
    get: async () => call('GET', ''),
    configure: async (config) => call('PUT', '', config),
    reset: async () => call('POST', '/reset', {}),
    snapshot: async () => call('GET', '/snapshot'),
    restore: async (snapshot) => call('PUT', '/snapshot', snapshot),
    drop: async () => {
      await call('DELETE', '')
      created = null
    },
  }
}

function clockHandle(call: Call): WorldClockHandle {
  return {
    get: async () => call('GET', '/clock'),
    now: async () => (await call<Clock>('GET', '/clock')).now,
    set: async (change) => call('PUT', '/clock', change),
    advance: async ({ to, ...by }) =>
      call('POST', '/clock/advance', to === undefined ? by : { ...by, to: Number(to) }),
  }
}

function requestsHandle(call: Call): RequestsHandle {
  return {
    list: async (filter = {}) => call('GET', `/requests${queryOf(filter)}`),
    count: async (filter = {}) =>
      (await call<RequestList>('GET', `/requests${queryOf({ ...filter, limit: 0 })}`)).count,
    waitFor: async (filter = {}, { count, timeoutMs } = {}) =>
      call('GET', `/requests/wait${queryOf({ ...filter, count, timeout_ms: timeoutMs })}`),
    clear: async () => call('DELETE', '/requests'),
  }
}

function workspacesHandle(call: Call): WorldHandle['workspaces'] {
  return {
    list: async () => (await call<WorkspaceAnswerList>('GET', '/workspaces')).workspaces,
    get: async (id) => call('GET', `/workspaces/${encodeURIComponent(id)}`),
    setBalance: async (id, balanceUsd) =>
      call('PATCH', `/workspaces/${encodeURIComponent(id)}`, { balance_usd: balanceUsd }),
    webhookSecret: async (id) => call('GET', `/workspaces/${encodeURIComponent(id)}/webhook-secret`),
    rotateWebhookSecret: async (id, how = {}) =>
      call('POST', `/workspaces/${encodeURIComponent(id)}/webhook-secret/rotate`, how),
  }
}

function runsHandle(call: Call): WorldHandle['runs'] {
  return {
    list: async (filter = {}) => call('GET', `/runs${queryOf(filter)}`),
    get: async (id) => call('GET', `/runs/${encodeURIComponent(id)}`),
    complete: async (id) => call('POST', `/runs/${encodeURIComponent(id)}/complete`, {}),
    fail: async (id, how = {}) => call('POST', `/runs/${encodeURIComponent(id)}/fail`, how),
  }
}
