import type Database from 'better-sqlite3'
import type { Plan } from '../../simulator/plan.ts'
import { stateAt } from '../../simulator/state-at.ts'
import { type EpochMs, type MicroUsd, microUsd } from '../../simulator/units.ts'
import type { EndRunResult } from '../control-records.ts'
import type { CreateRun, CreateRunResult, RunRecord, SampleRun, WorldKey } from '../records.ts'
import type { IdempotencyKeyTable } from './idempotency-keys.ts'
import { LedgerTable } from './ledger.ts'
import type { ProjectTable } from './projects.ts'
import { RunSchedule } from './run-schedule.ts'
import type { RunTable } from './runs.ts'
import type { WebhookSchedule } from './webhook-schedule.ts'
import type { WebhookTable } from './webhook-table.ts'
import type { WorkspaceTable } from './workspaces.ts'

interface Tables {
  readonly workspaces: WorkspaceTable
  readonly projects: ProjectTable
  readonly runs: RunTable
  readonly keys: IdempotencyKeyTable
  readonly announcements: { readonly webhooks: WebhookTable; readonly schedule: WebhookSchedule }
}

/**
 * Runs and the money they move: every method is one transaction's work. Whatever is over is settled before anything
 * else is written, so that the ledger is in the order of time.
 */
export class Accounts {
  readonly schedule
  readonly ledger
  readonly #tables

  constructor(db: Database.Database, tables: Tables) {
    this.schedule = new RunSchedule(db)
    this.ledger = new LedgerTable(db)
    this.#tables = tables
  }

  createRun(command: CreateRun, now: EpochMs): CreateRunResult {
    const { world, list, workspaceId, quote, claim } = command
    const { workspaces, projects, runs, keys, announcements } = this.#tables
    const earlier = claim === null ? null : keys.find(world, claim, now)
    if (earlier !== null) return { outcome: 'duplicate_key', earlier }
    this.settle(world, now)
    const totals = workspaces.totals(world, workspaceId)
    if (totals === null) return { outcome: 'unknown_workspace' }
    if (totals.balance < quote) return { outcome: 'insufficient_credits' }
    const projectId = this.#projectFor(command)
    const ordinal = runs.lastOrdinal(world, list) + 1
    const { webhook, ...built } = command.build(ordinal)
    const run = { ...built, list, ordinal, workspaceId, projectId, quote, createdAt: now }
    if (claim !== null) keys.take(world, claim, now, run.id)
    runs.insert(world, run, { reserved: quote, settled: false })
    workspaces.addRun(world, workspaceId, list, quote)
    projects.addRun(world, projectId, list, now)
    if (webhook !== undefined) announcements.webhooks.add(world, run, webhook)
    const balance = microUsd(totals.balance - quote)
    this.ledger.append(world, {
      at: now,
      kind: 'reserve',
      workspaceId,
      runId: run.id,
      amount: microUsd(0 - quote),
      balance,
    })
    return { outcome: 'created', run }
  }

  /** A run that is over and paid for from the beginning. */
  addSample(world: WorldKey, sample: SampleRun): void {
    const { list } = sample
    const { workspaces, projects, runs } = this.#tables
    const run = { ...sample, ordinal: runs.lastOrdinal(world, list) + 1 }
    runs.insert(world, run, { reserved: microUsd(0), settled: true })
    workspaces.addRun(world, run.workspaceId, list, microUsd(0))
    projects.addRun(world, run.projectId, list, run.createdAt)
  }

  #projectFor({ world, projectId }: CreateRun): string {
    if (typeof projectId === 'string') return projectId
    const { projects } = this.#tables
    const ordinal = projects.nextOrdinal(world)
    return projects.insert(world, ordinal, projectId(ordinal)).id
  }

  /** Runs that are over give back what they did not use. Each creation does it, so the work never piles up. */
  settle(world: WorldKey, now: EpochMs, limit: number | null = null): number {
    const settled = this.schedule.settle(world, now, limit)
    for (const { id, workspaceId, endsAt, outcome, reserved, charged } of settled) {
      const amount = microUsd(reserved - charged)
      const balance = this.#tables.workspaces.credit(world, workspaceId, amount, charged)
      const kind = outcome === 'completed' ? 'settle' : 'refund'
      this.ledger.append(world, { at: endsAt, kind, workspaceId, runId: id, amount, balance })
    }
    return settled.length
  }

  endRun(world: WorldKey, run: RunRecord, replan: (run: RunRecord) => Plan, now: EpochMs): EndRunResult {
    const { status } = stateAt(run.plan, now)
    if (status === 'completed' || status === 'failed') return { outcome: 'already_over', run }
    this.settle(world, now)
    const ended = { ...run, plan: replan(run) }
    this.#tables.runs.replan(world, run.id, ended.plan)
    this.#tables.announcements.schedule.reschedule(world, run.id, ended.plan.endsAt)
    this.settle(world, now)
    return { outcome: 'ended', run: ended }
  }

  /** False when there is no such workspace. */
  setBalance(world: WorldKey, workspaceId: string, balance: MicroUsd, now: EpochMs): boolean {
    this.settle(world, now)
    const totals = this.#tables.workspaces.totals(world, workspaceId)
    if (totals === null) return false
    const amount = microUsd(balance - totals.balance)
    this.#tables.workspaces.credit(world, workspaceId, amount, microUsd(0))
    this.ledger.append(world, { at: now, kind: 'adjust', workspaceId, runId: null, amount, balance })
    return true
  }
}
