import type Database from 'better-sqlite3'
import type { Plan } from '../../simulator/runs/plan.ts'
import { stateAt } from '../../simulator/runs/state-at.ts'
import { type EpochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { EndRunResult } from '../control-records.ts'
import type { CreateRun, CreateRunResult, RunRecord, SampleRun, WorldKey } from '../records.ts'
import { Books } from '../workspaces/workspace-balances.ts'
import type { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'
import { LedgerTable } from '../workspaces/ledger-table.ts'
import type { ProjectTable } from '../workspaces/project-table.ts'
import { RunSchedule } from './run-schedule.ts'
import type { RunTable } from './run-table.ts'
import type { WebhookSchedule } from '../webhooks/webhook-schedule.ts'
import type { WebhookTable } from '../webhooks/webhook-table.ts'
import type { WorkspaceTable } from '../workspaces/workspace-table.ts'

interface Tables {
  readonly workspaces: WorkspaceTable
  readonly projects: ProjectTable
  readonly runs: RunTable
  readonly keys: IdempotencyKeyTable
  readonly announcements: { readonly webhooks: WebhookTable; readonly schedule: WebhookSchedule }
}

/** Worlds whose accounts are kept in memory. */
const BOOKS_MAX = 1000

/**
 * Runs and the money they move: every method is one transaction's work. Whatever is over is settled before anything
 * else is written, so that the ledger is in the order of time.
 */
export class Accounts {
  readonly schedule
  readonly ledger
  readonly #tables
  readonly #books = new Map<WorldKey, Books>()

  constructor(db: Database.Database, tables: Tables) {
    this.schedule = new RunSchedule(db)
    this.ledger = new LedgerTable(db)
    this.#tables = tables
  }

  createRun(command: CreateRun, now: EpochMs): CreateRunResult {
    const { world, claim } = command
    const earlier = claim === null ? null : this.#tables.keys.find(world, claim, now)
    if (earlier !== null) return { outcome: 'duplicate_key', earlier }
    const books = this.#booksOf(world)
    this.#settle(books, world, now, null)
    const result = this.#pay(command, books, now)
    books.save()
    return result
  }

  #pay(command: CreateRun, books: Books, now: EpochMs): CreateRunResult {
    const { world, list, workspaceId, quote, claim } = command
    const { projects, runs, keys, announcements } = this.#tables
    const balance = books.balance(workspaceId)
    if (balance === null) return { outcome: 'unknown_workspace' }
    if (balance < quote) return { outcome: 'insufficient_credits' }
    const projectId = this.#projectFor(command)
    const ordinal = runs.lastOrdinal(world, list) + 1
    const { id, request, plan, webhook } = command.build(ordinal)
    const run = { list, ordinal, id, workspaceId, projectId, createdAt: now, quote, request, plan }
    if (claim !== null) keys.take(world, claim, now, id)
    runs.insert(world, run, { reserved: quote, settled: false })
    books.countRun(workspaceId, list)
    books.enter({ at: now, kind: 'reserve', workspaceId, runId: id, amount: microUsd(0 - quote) })
    projects.addRun(world, projectId, list, now)
    if (webhook !== undefined) announcements.webhooks.add(world, run, webhook)
    return { outcome: 'created', run }
  }

  /** A run that is over and paid for from the beginning. */
  addSample(world: WorldKey, sample: SampleRun): void {
    const { list } = sample
    const { projects, runs } = this.#tables
    const run = { ...sample, ordinal: runs.lastOrdinal(world, list) + 1 }
    runs.insert(world, run, { reserved: microUsd(0), settled: true })
    const books = this.#booksOf(world)
    books.countRun(run.workspaceId, list)
    books.save()
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
    const books = this.#booksOf(world)
    const count = this.#settle(books, world, now, limit)
    books.save()
    return count
  }

  #settle(books: Books, world: WorldKey, now: EpochMs, limit: number | null): number {
    const settled = this.schedule.settle(world, now, limit)
    for (const { id, workspaceId, endsAt, outcome, reserved, charged } of settled) {
      const kind = outcome === 'completed' ? 'settle' : 'refund'
      const amount = microUsd(reserved - charged)
      books.enter({ at: endsAt, kind, workspaceId, runId: id, amount }, charged)
    }
    return settled.length
  }

  /** The world was dropped. */
  forget(world: WorldKey): void {
    this.#books.delete(world)
  }

  /** A transaction was rolled back. */
  forgetAll(): void {
    this.#books.clear()
  }

  #booksOf(world: WorldKey): Books {
    const known = this.#books.get(world)
    if (known !== undefined) return known
    if (this.#books.size >= BOOKS_MAX) this.#books.clear()
    const books = new Books({ workspaces: this.#tables.workspaces, ledger: this.ledger }, world)
    this.#books.set(world, books)
    return books
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
    const books = this.#booksOf(world)
    this.#settle(books, world, now, null)
    const before = books.balance(workspaceId)
    if (before !== null) {
      const amount = microUsd(balance - before)
      books.enter({ at: now, kind: 'adjust', workspaceId, runId: null, amount })
    }
    books.save()
    return before !== null
  }
}
