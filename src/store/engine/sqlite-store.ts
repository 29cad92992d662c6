import type { Plan } from '../../simulator/runs/plan.ts'
import { type EpochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import { Accounts } from '../runs/run-transactions.ts'
import { SqliteFeedback } from '../workspaces/feedback-store.ts'
import { FolderTable } from '../workspaces/folder-table.ts'
import { AssetTable } from '../assets/asset-table.ts'
import { SqliteAssets } from '../assets/asset-store.ts'
import { SqliteCanvases } from '../canvas/canvas-store.ts'
import { CanvasTable } from '../canvas/canvas-table.ts'
import { GroupCommit } from './group-commit.ts'
import { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'
import { SqliteLibrary } from '../workspaces/library-store.ts'
import { LibraryTables } from '../workspaces/library-tables.ts'
import { openDatabase } from './open-database.ts'
import { ProjectTable } from '../workspaces/project-table.ts'
import { RuleTable, SqliteRules } from '../rules/rule-store.ts'
import { RunCache } from '../runs/run-cache.ts'
import { RunTable } from '../runs/run-table.ts'
import { WebhookSecretTable } from '../webhooks/webhook-secret-table.ts'
import { WebhookSchedule } from '../webhooks/webhook-schedule.ts'
import { WebhookTable } from '../webhooks/webhook-table.ts'
import { SqliteWebhooks } from '../webhooks/webhook-store.ts'
import { WorkspaceTable } from '../workspaces/workspace-table.ts'
import { SqliteWorlds } from '../worlds/world-store.ts'
import type * as Api from '../store.ts'

/** The store on SQLite: in memory, or in a file that survives restarts and `kill -9`. */
export class SqliteStore implements Api.Store {
  readonly worlds
  readonly rules
  readonly library
  readonly feedback
  readonly assets
  readonly canvases
  readonly webhooks
  readonly #db
  readonly #commit
  readonly #cache = new RunCache()
  readonly #workspaces
  readonly #projects
  readonly #folders
  readonly #runs
  readonly #keys
  readonly #accounts

  /** @param file null keeps everything in memory. Throws DatabaseUnusable with the reason. */
  constructor(file: string | null) {
    this.#db = openDatabase(file)
    this.#commit = new GroupCommit(this.#db, () => this.#accounts.forgetAll())
    this.#workspaces = new WorkspaceTable(this.#db)
    this.#projects = new ProjectTable(this.#db)
    this.#folders = new FolderTable(this.#db)
    this.#runs = new RunTable(this.#db)
    this.#keys = new IdempotencyKeyTable(this.#db)
    this.rules = new SqliteRules(new RuleTable(this.#db), this.#commit)
    const library = new LibraryTables(this.#db)
    const tables = { library, workspaces: this.#workspaces, keys: this.#keys }
    this.library = new SqliteLibrary(this.#commit, tables)
    this.feedback = new SqliteFeedback(this.#db, this.#commit, this.#keys)
    const canvases = new CanvasTable(this.#db)
    this.canvases = new SqliteCanvases(this.#commit, {
      canvases,
      projects: this.#projects,
      keys: this.#keys,
    })
    const webhooks = new WebhookTable(this.#db)
    const schedule = new WebhookSchedule(this.#db)
    const secrets = new WebhookSecretTable(this.#db)
    this.webhooks = new SqliteWebhooks(this.#commit, { webhooks, schedule, secrets, runs: this.#runs })
    this.#accounts = new Accounts(this.#db, {
      workspaces: this.#workspaces,
      projects: this.#projects,
      runs: this.#runs,
      keys: this.#keys,
      announcements: { webhooks, schedule },
    })
    const assets = new AssetTable(this.#db)
    this.assets = new SqliteAssets(assets, this.#commit, { workspaces: this.#workspaces, keys: this.#keys })
    this.worlds = new SqliteWorlds(this.#db, this.#commit, {
      workspaces: this.#workspaces,
      projects: this.#projects,
      folders: this.#folders,
      library,
      accounts: this.#accounts,
      assets,
      canvases,
    })
  }

  async listWorkspaces(world: Api.WorldKey): Promise<readonly Api.WorkspaceRecord[]> {
    return this.#workspaces.list(world)
  }

  async findWorkspace(world: Api.WorldKey, id: string): Promise<Api.WorkspaceRecord | null> {
    return this.#workspaces.find(world, id)
  }

  async balanceAt(world: Api.WorldKey, workspaceId: string, now: EpochMs): Promise<MicroUsd | null> {
    const totals = this.#workspaces.totals(world, workspaceId)
    if (totals === null) return null
    return microUsd(totals.balance + this.#accounts.schedule.due(world, workspaceId, now))
  }

  async setBalance(world: Api.WorldKey, id: string, balance: MicroUsd, now: EpochMs): Promise<boolean> {
    return this.#commit.write(() => this.#accounts.setBalance(world, id, balance, now))
  }

  async listLedger(query: Api.LedgerQuery, now: EpochMs): Promise<readonly Api.LedgerEntry[]> {
    await this.#commit.write(() => this.#accounts.settle(query.world, now))
    return this.#accounts.ledger.list(query)
  }

  async spent(world: Api.WorldKey, workspaceId: string | null): Promise<MicroUsd> {
    return this.#workspaces.spent(world, workspaceId)
  }

  async findProject(world: Api.WorldKey, id: string): Promise<Api.ProjectRecord | null> {
    return this.#projects.find(world, id)
  }

  async workspaceOf(world: Api.WorldKey, projectId: string): Promise<string | null> {
    return this.#projects.workspaceOf(world, projectId)
  }

  async listProjects(query: Api.ProjectQuery): Promise<Api.Page<Api.ProjectRecord>> {
    return this.#projects.list(query)
  }

  async createProject(command: Api.CreateProject, now: EpochMs): Promise<Api.CreateProjectResult> {
    const { world, claim, folderId = null, build } = command
    return this.#commit.write((): Api.CreateProjectResult => {
      if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      const ordinal = this.#projects.nextOrdinal(world)
      const project = build(ordinal)
      if (this.#workspaces.find(world, project.workspaceId) === null) return { outcome: 'unknown_workspace' }
      if (folderId !== null && this.#folders.workspaceOf(world, folderId) !== project.workspaceId) {
        return { outcome: 'unknown_folder' }
      }
      if (claim !== null) this.#keys.take(world, claim, now)
      if (folderId !== null) this.#folders.file(world, project.id, folderId)
      return { outcome: 'created', project: this.#projects.insert(world, ordinal, project) }
    })
  }

  async isClaimed(world: Api.WorldKey, claim: Api.IdempotencyClaim, now: EpochMs): Promise<boolean> {
    return this.#keys.isTaken(world, claim, now)
  }

  async earlierUse(
    world: Api.WorldKey,
    claim: Api.IdempotencyClaim,
    now: EpochMs,
  ): Promise<Api.EarlierUse | null> {
    return this.#keys.find(world, claim, now)
  }

  async createRun(command: Api.CreateRun, now: EpochMs): Promise<Api.CreateRunResult> {
    return this.#commit.write(() => this.#accounts.createRun(command, now))
  }

  async findRun(world: Api.WorldKey, id: string): Promise<Api.RunRecord | null> {
    return this.#findRun(world, id)
  }

  async listRuns(query: Api.RunQuery, now: EpochMs): Promise<Api.Page<Api.RunRecord>> {
    const ids = this.#runs.pageIds(query, now)
    const rows = ids.slice(0, query.limit).map((id) => this.#findRun(query.world, id))
    return {
      rows: rows.filter((run) => run !== null),
      more: ids.length > query.limit,
      total: query.status === null ? this.#countRuns(query) : null,
    }
  }

  async endRun(
    world: Api.WorldKey,
    id: string,
    replan: (run: Api.RunRecord) => Plan,
    now: EpochMs,
  ): Promise<Api.EndRunResult> {
    const result = await this.#commit.write((): Api.EndRunResult => {
      const run = this.#runs.find(world, id)
      return run === null ? { outcome: 'unknown_run' } : this.#accounts.endRun(world, run, replan, now)
    })
    if (result.outcome === 'ended') this.#cache.put(world, result.run)
    return result
  }

  async settle(world: Api.WorldKey, now: EpochMs, limit: number): Promise<boolean> {
    return this.#commit.write(() => this.#accounts.settle(world, now, limit) === limit)
  }

  async changes(
    world: Api.WorldKey,
    after: EpochMs,
    until: EpochMs,
    limit: number,
  ): Promise<readonly Api.RunChange[]> {
    return this.#accounts.schedule.changes(world, after, until, limit)
  }

  async countChanges(world: Api.WorldKey, after: EpochMs, until: EpochMs): Promise<number> {
    return this.#accounts.schedule.countChanges(world, after, until)
  }

  async nextChange(world: Api.WorldKey, now: EpochMs): Promise<EpochMs | null> {
    return this.#accounts.schedule.nextChange(world, now)
  }

  async lastEnd(world: Api.WorldKey, now: EpochMs): Promise<EpochMs | null> {
    return this.#accounts.schedule.lastEnd(world, now)
  }

  async close(): Promise<void> {
    this.#commit.flush()
    this.#db.close()
  }

  #findRun(world: Api.WorldKey, id: string): Api.RunRecord | null {
    const cached = this.#cache.get(world, id)
    if (cached !== null) return cached
    const run = this.#runs.find(world, id)
    if (run !== null) this.#cache.put(world, run)
    return run
  }

  #countRuns(query: Api.RunQuery): number | null {
    const { world, list, workspaceId, projectId, techniqueId } = query
    if (techniqueId !== null) return this.#runs.countByTechnique(query)
    if (projectId !== null) {
      const project = this.#projects.find(world, projectId)
      const elsewhere = workspaceId !== null && project?.workspaceId !== workspaceId
      return elsewhere ? 0 : this.#projects.runCount(world, projectId, list)
    }
    if (workspaceId !== null) return this.#workspaces.totals(world, workspaceId)?.runs[list] ?? 0
    return this.#runs.lastOrdinal(world, list)
  }
}
