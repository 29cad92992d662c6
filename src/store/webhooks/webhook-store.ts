import type { EpochMs } from '../../kernel/units.ts'
import type { WorldKey } from '../records.ts'
import type { WebhookStore } from '../store.ts'
import type {
  ChangeWebhookResult,
  NewWebhook,
  WebhookChange,
  WebhookQuery,
  WebhookRecord,
  WebhookSecrets,
} from './records.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { RunTable } from '../runs/run-table.ts'
import type { WebhookSecretTable } from './webhook-secret-table.ts'
import type { WebhookSchedule } from './webhook-schedule.ts'
import type { WebhookTable } from './webhook-table.ts'

interface Tables {
  readonly webhooks: WebhookTable
  readonly schedule: WebhookSchedule
  readonly secrets: WebhookSecretTable
  readonly runs: RunTable
}

export class SqliteWebhooks implements WebhookStore {
  readonly #commit
  readonly #tables

  constructor(commit: GroupCommit, tables: Tables) {
    this.#commit = commit
    this.#tables = tables
  }

  async find(world: WorldKey, id: string): Promise<WebhookRecord | null> {
    return this.#tables.webhooks.find(world, id)
  }

  async list(query: WebhookQuery): Promise<readonly WebhookRecord[]> {
    return this.#tables.webhooks.list(query)
  }

  async add(
    world: WorldKey,
    runId: string,
    build: (ordinal: number, runEndsAt: EpochMs) => NewWebhook,
  ): Promise<WebhookRecord | null> {
    const { webhooks, runs } = this.#tables
    return this.#commit.write(() => {
      const run = runs.find(world, runId)
      if (run === null) return null
      const ordinal = webhooks.nextOrdinal(world)
      return webhooks.insert(world, ordinal, run, build(ordinal, run.plan.endsAt))
    })
  }

  async read(world: WorldKey, ordinal: number): Promise<WebhookRecord | null> {
    return this.#tables.webhooks.read(world, ordinal)
  }

  async due(world: WorldKey, until: EpochMs): Promise<readonly number[]> {
    return this.#tables.schedule.due(world, until)
  }

  async nextDue(world: WorldKey, now: EpochMs): Promise<EpochMs | null> {
    return this.#tables.schedule.nextDue(world, now)
  }

  async change(
    world: WorldKey,
    id: string,
    step: (webhook: WebhookRecord) => WebhookChange | null,
  ): Promise<ChangeWebhookResult> {
    const { webhooks } = this.#tables
    return this.#commit.write((): ChangeWebhookResult => {
      const before = webhooks.find(world, id)
      if (before === null) return { outcome: 'unknown_webhook' }
      const change = step(before)
      if (change === null) return { outcome: 'refused', webhook: before }
      const webhook = { ...before, ...change }
      webhooks.save(world, webhook)
      return { outcome: 'changed', webhook }
    })
  }

  async holdForNext(world: WorldKey, { ordinal, url, tries }: WebhookRecord): Promise<boolean> {
    const { schedule } = this.#tables
    if (tries > 0) return false
    return this.#commit.write(() => !schedule.isHolding(world, url) && schedule.holdForNext(world, ordinal))
  }

  async releaseAfter(world: WorldKey, { url }: WebhookRecord, now: EpochMs): Promise<number> {
    const { schedule } = this.#tables
    if (!schedule.isHolding(world, url)) return 0
    return this.#commit.write(() => schedule.releaseAfter(world, url, now))
  }

  async worldsWithDue(): Promise<readonly string[]> {
    return this.#tables.schedule.worldsWithDue()
  }

  async secrets(world: WorldKey, workspaceId: string): Promise<WebhookSecrets | null> {
    return this.#tables.secrets.find(world, workspaceId)
  }

  async rotate(
    world: WorldKey,
    workspaceId: string,
    step: (before: WebhookSecrets | null) => WebhookSecrets,
  ): Promise<WebhookSecrets | null> {
    const { secrets } = this.#tables
    return this.#commit.write(() => {
      const next = step(secrets.find(world, workspaceId))
      return secrets.save(world, workspaceId, next) ? next : null
    })
  }
}
