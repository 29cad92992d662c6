import type { WorkspaceAnswer, WorkspaceAnswerList } from '../schemas/control/workspaces/money.ts'
import type { CanvasRecord } from '../schemas/control/canvas/canvas.ts'
import type { GatewayModelRecordList } from '../schemas/control/models/gateway-model.ts'
import type { ModelRecordList } from '../schemas/control/models/model.ts'
import type { ProjectRecordList, ProjectRecordQuery } from '../schemas/control/workspaces/project.ts'
import type { RunListQuery, RunRecord, RunRecordList } from '../schemas/control/runs/run.ts'
import type { TechniqueRecordList, TechniqueRecordQuery } from '../schemas/control/techniques/technique.ts'
import type { Snapshot } from '../schemas/control/worlds/snapshot.ts'
import type { WebhookSecretAnswer } from '../schemas/control/webhooks/webhook.ts'
import type { WorldAnswer, WorldConfigBody } from '../schemas/control/worlds/world.ts'
import { clockHandle, type WorldClockHandle } from './clock-handle.ts'
import { type Call, type ControlClient, queryOf } from './control-client.ts'
import { type FindingsHandle, findingsHandle } from './findings-handle.ts'
import { type LedgerHandle, ledgerHandle } from './ledger-handle.ts'
import { type RequestsHandle, requestsHandle } from './requests-handle.ts'
import { type RulesHandle, rulesHandle } from './rules-handle.ts'
import { type InboxHandle, inboxHandle, type WebhooksHandle, webhooksHandle } from './webhook-handles.ts'
import { apiKeyOf, DEFAULT_WORLD, WORLD_NAME } from '../kernel/names.ts'

/**
 * A world: an isolated copy of the emulated service with its own workspaces, runs, balances, clock, rules and journal.
 * Its methods are the calls of the control API, with the same members: money in USD, instants in unix milliseconds.
 *
 * The first call creates the world, as does the first request with its API key. Every method rejects with a
 * {@link ControlError} when the control API refuses or does not answer.
 */
export interface WorldHandle {
  /** Name of the world. */
  readonly name: string
  /** API key of a client in this world: `sk_test_<name>`. */
  readonly apiKey: string
  /** Reads and moves the time of the world. */
  readonly clock: WorldClockHandle
  /** Failures and delays for requests that match. */
  readonly rules: RulesHandle
  /** The journal: requests of the emulated API, with their answers. */
  readonly requests: RequestsHandle
  /** Mistakes of the client. */
  readonly findings: FindingsHandle
  /** Balances and webhook secrets. */
  readonly workspaces: {
    /** Lists the workspaces with their balances. */
    list(): Promise<WorkspaceAnswer[]>
    /**
     * Reads a workspace and its balance.
     *
     * @throws {ControlError} `not_found`
     */
    get(id: string): Promise<WorkspaceAnswer>
    /**
     * Sets what the workspace can spend from now on, 0–1,000,000,000 USD.
     *
     * @throws {ControlError} `not_found`
     * @example Run out of credits.
     * ```ts
     * await world.workspaces.setBalance('ws_abc123', 0.1)
     * ```
     */
    setBalance(id: string, balanceUsd: number): Promise<WorkspaceAnswer>
    /**
     * Reads the secret that signs the webhooks of the workspace.
     *
     * @throws {ControlError} `not_found`
     */
    webhookSecret(id: string): Promise<WebhookSecretAnswer>
    /**
     * Replaces the webhook secret. During the overlap, webhooks carry a signature of either secret.
     *
     * @param how `webhook_secret`: the new secret, `whsec_` and 1–200 visible ASCII characters, `@default` a random
     *   secret; `overlap_seconds`: world time, 0–31,536,000 s, `@default` 86400
     * @throws {ControlError} `not_found`
     * @example
     * ```ts
     * const { webhook_secret } = await world.workspaces.rotateWebhookSecret('ws_abc123', { overlap_seconds: 3600 })
     * ```
     */
    rotateWebhookSecret(
      id: string,
      how?: { readonly webhook_secret?: string; readonly overlap_seconds?: number },
    ): Promise<WebhookSecretAnswer>
  }
  /** Runs of every kind. Reading them leaves an `auto` clock alone. */
  readonly runs: {
    /**
     * Lists runs, newest first.
     *
     * @param filter `limit`: 1–100, `@default` 20; the other members are optional conditions
     * @example
     * ```ts
     * const { runs } = await world.runs.list({ status: 'failed', limit: 100 })
     * ```
     */
    list(filter?: Partial<RunListQuery>): Promise<RunRecordList>
    /**
     * Reads a run.
     *
     * @throws {ControlError} `not_found`
     */
    get(id: string): Promise<RunRecord>
    /**
     * Completes a run now.
     *
     * @throws {ControlError} `not_found`, or `conflict` when the run has ended
     * @example
     * ```ts
     * await world.runs.complete(run_id)
     * ```
     */
    complete(id: string): Promise<EndedRun>
    /**
     * Fails a run now.
     *
     * @param how `error_code`: `@default` 'GENERATION_GENERIC_ERROR'; `error_message`: 1–1,000 characters,
     *   `@default` the message of the code
     * @throws {ControlError} `not_found`, or `conflict` when the run has ended
     * @example
     * ```ts
     * await world.runs.fail(run_id, { error_code: 'GENERATION_PROMPT_MODERATED' })
     * ```
     */
    fail(
      id: string,
      how?: { readonly error_code?: string; readonly error_message?: string },
    ): Promise<EndedRun>
  }
  /** Reads the catalogue of models. Rules, rate limit and journal do not apply. */
  models(): Promise<ModelRecordList['models']>
  /** Reads the models of the gateway with their prices. Rules, rate limit and journal do not apply. */
  gatewayModels(): Promise<GatewayModelRecordList['models']>
  /**
   * Reads the techniques of the world: those of clients, newest first, then those of the fixtures.
   * @param filter `limit`: 1–1000, `@default` 100
   */
  techniques(filter?: TechniqueRecordQuery): Promise<TechniqueRecordList['techniques']>
  /**
   * Reads the projects of every workspace: by workspace, newest first. Rules, rate limit and journal do not apply.
   * @param filter `limit`: projects of each workspace, 1–1000, `@default` 100
   */
  projects(filter?: ProjectRecordQuery): Promise<ProjectRecordList['projects']>
  /** Reads every node and edge of a project's canvas; 404 for an unknown project. Leaves an `auto` clock alone. */
  canvas(projectId: string): Promise<CanvasRecord>
  /** Webhooks of runs, and their delivery attempts. */
  readonly webhooks: WebhooksHandle
  /**
   * Returns a handle to a receiver inside the emulator, which exists without being created.
   *
   * @param name 1–64 letters, digits, `-` and `_`
   * @throws {RangeError} for any other name
   * @example
   * ```ts
   * const { url } = world.inbox('shop')
   * ```
   */
  inbox(name: string): InboxHandle
  /** Every change of a balance, and what was spent. */
  readonly ledger: LedgerHandle
  /** Reads the settings and the time of the world. */
  get(): Promise<WorldAnswer>
  /**
   * Changes settings of the world.
   *
   * @param config `@default` unchanged, for each member: `duration_scale` 0–1,000, `rate_limit` as
   *   `<requests>/<seconds>` or `off`, `profile`, `clock`, `seed` 1–200 characters, `now` in unix milliseconds
   * @throws {ControlError} `input_validation_error`
   * @example
   * ```ts
   * await world.configure({ duration_scale: 1, rate_limit: '10/1' })
   * ```
   */
  configure(config: WorldConfigBody): Promise<WorldAnswer>
  /**
   * Replaces runs and balances by the fixtures, and empties rules, journal and inboxes. Settings stay.
   *
   * @example
   * ```ts
   * await world.reset()
   * ```
   */
  reset(): Promise<WorldAnswer>
  /**
   * Reads the whole world as one JSON document, without journal and inboxes.
   *
   * @example Start a test from the state of another world.
   * ```ts
   * const snapshot = await world.snapshot()
   * await emulator.world('copy').restore(snapshot)
   * ```
   */
  snapshot(): Promise<Snapshot>
  /**
   * Replaces this world by a snapshot of any world.
   *
   * @throws {ControlError} `input_validation_error`, when the snapshot is not consistent
   */
  restore(snapshot: Snapshot): Promise<WorldAnswer>
  /** Deletes the world. The next call, or the next request with its key, creates it again. */
  drop(): Promise<void>
}

/** A run that `complete` or `fail` has ended. */
export interface EndedRun {
  readonly run_id: string
  /** `completed` or `failed`. */
  readonly status: string
  /** World time, in unix milliseconds. */
  readonly completed_at: number
}

/**
 * Returns a handle to a world.
 *
 * @param create false rejects calls of a world that does not exist, instead of creating it
 * @throws {RangeError} for a name that an API key cannot hold
 */
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
  /** Calls a path of the world, and creates the world before the first call. */
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    if (!create) return client.call<Answer>(method, at + path, body)
    created ??= client.call('PUT', at, {}).catch((error: unknown) => {
      // Lets the next call retry.
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
    rules: rulesHandle(call),
    requests: requestsHandle(call),
    findings: findingsHandle(call),
    workspaces: workspacesHandle(call),
    runs: runsHandle(call),
    models: async () => (await call<ModelRecordList>('GET', '/models')).models,
    gatewayModels: async () => (await call<GatewayModelRecordList>('GET', '/gateway-models')).models,
    techniques: async (filter = {}) =>
      (await call<TechniqueRecordList>('GET', `/techniques${queryOf(filter)}`)).techniques,
    projects: async (filter = {}) =>
      (await call<ProjectRecordList>('GET', `/projects${queryOf(filter)}`)).projects,
    canvas: async (projectId) => call('GET', `/projects/${encodeURIComponent(projectId)}/canvas`),
    webhooks: webhooksHandle(call),
    inbox: (inbox) => inboxHandle(call, client.url + at, inbox),
    ledger: ledgerHandle(call),
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
