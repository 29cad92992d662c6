import type { ClockState } from '../clock.ts'
import { type EpochMs, type MicroUsd, microUsd } from '../simulator/units.ts'
import { GroupCommit } from './sqlite/group-commit.ts'
import { IdempotencyKeyTable } from './sqlite/idempotency-keys.ts'
import { openDatabase } from './sqlite/open.ts'
import { ProjectTable } from './sqlite/projects.ts'
import { RunCache } from './sqlite/run-cache.ts'
import { RunTable } from './sqlite/runs.ts'
import { WorkspaceTable } from './sqlite/workspaces.ts'
import { WorldTable } from './sqlite/worlds.ts'
import type * as Api from './store.ts'

/** The store on SQLite: in memory, or in a file that survives restarts and `kill -9`. */
export class SqliteStore implements Api.Store {
  readonly #db
  readonly #commit
  readonly #cache = new RunCache()
  readonly #worlds
  readonly #workspaces
  readonly #projects
  readonly #runs
  readonly #keys

  /** @param file null keeps everything in memory. Throws DatabaseUnusable with the reason. */
  constructor(file: string | null) {
    this.#db = openDatabase(file)
    this.#commit = new GroupCommit(this.#db)
    this.#worlds = new WorldTable(this.#db)
    this.#workspaces = new WorkspaceTable(this.#db)
    this.#projects = new ProjectTable(this.#db)
    this.#runs = new RunTable(this.#db)
    this.#keys = new IdempotencyKeyTable(this.#db)
  }

  async findWorld(name: string): Promise<Api.WorldRecord | null> {
    return this.#worlds.find(name)
  }

  async createWorld(world: Api.NewWorld): Promise<Api.WorldRecord> {
    return this.#commit.write(() => this.#worlds.find(world.name) ?? this.#insertWorld(world))
  }

  async saveClock(world: Api.WorldKey, clock: ClockState): Promise<void> {
    return this.#commit.write(() => this.#worlds.saveClock(world, clock))
  }

  async listWorkspaces(world: Api.WorldKey): Promise<readonly Api.WorkspaceRecord[]> {
    return this.#workspaces.list(world)
  }

  async findWorkspace(world: Api.WorldKey, id: string): Promise<Api.WorkspaceRecord | null> {
    return this.#workspaces.find(world, id)
  }

  async balanceAt(world: Api.WorldKey, workspaceId: string, now: EpochMs): Promise<MicroUsd | null> {
    const totals = this.#workspaces.totals(world, workspaceId)
    return totals === null ? null : microUsd(totals.balance + this.#runs.due(world, workspaceId, now))
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
    const { world, claim, build } = command
    return this.#commit.write((): Api.CreateProjectResult => {
      if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      if (claim !== null) this.#keys.take(world, claim, now)
      const ordinal = this.#projects.nextOrdinal(world)
      return { outcome: 'created', project: this.#projects.insert(world, ordinal, build(ordinal)) }
    })
  }

  async isClaimed(world: Api.WorldKey, claim: Api.IdempotencyClaim, now: EpochMs): Promise<boolean> {
    return this.#keys.isTaken(world, claim, now)
  }

  async createRun(command: Api.CreateRun, now: EpochMs): Promise<Api.CreateRunResult> {
    const result = await this.#commit.write(() => this.#createRun(command, now))
    if (result.outcome === 'created') this.#cache.put(command.world, result.run)
    return result
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

  async close(): Promise<void> {
    this.#commit.flush()
    this.#db.close()
  }

  #createRun(command: Api.CreateRun, now: EpochMs): Api.CreateRunResult {
    const { world, list, workspaceId, projectId, quote, claim } = command
    if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
    this.#settle(world, now)
    const balance = this.#workspaces.totals(world, workspaceId)?.balance ?? 0
    if (balance < quote) return { outcome: 'insufficient_credits' }
    if (claim !== null) this.#keys.take(world, claim, now)
    const ordinal = this.#runs.lastOrdinal(world, list) + 1
    const run = { ...command.build(ordinal), ordinal, workspaceId, projectId, quote, createdAt: now }
    this.#runs.insert(world, list, run, { reserved: quote, settled: false })
    this.#workspaces.addRun(world, workspaceId, quote)
    this.#projects.addRun(world, projectId, now)
    return { outcome: 'created', run }
  }

  /** Runs that are over give back what they did not use. Each creation does it, so the work never piles up. */
  #settle(world: Api.WorldKey, now: EpochMs): void {
    for (const [workspaceId, refund] of this.#runs.settle(world, now)) {
      if (refund !== 0) this.#workspaces.credit(world, workspaceId, refund)
    }
  }

  #insertWorld(world: Api.NewWorld): Api.WorldRecord {
    const record = this.#worlds.insert(world)
    const { key } = record
    world.workspaces.forEach((workspace, index) => this.#workspaces.insert(key, index + 1, workspace))
    world.projects.forEach((project, index) => this.#projects.insert(key, index + 1, project))
    for (const { list, ...sample } of world.runs) {
      const run = { ...sample, ordinal: this.#runs.lastOrdinal(key, list) + 1 }
      this.#runs.insert(key, list, run, { reserved: microUsd(0), settled: true })
      this.#workspaces.addRun(key, run.workspaceId, microUsd(0))
      this.#projects.addRun(key, run.projectId, run.createdAt)
    }
    return record
  }

  #findRun(world: Api.WorldKey, id: string): Api.RunRecord | null {
    const cached = this.#cache.get(world, id)
    if (cached !== null) return cached
    const run = this.#runs.find(world, id)
    if (run !== null) this.#cache.put(world, run)
    return run
  }

  #countRuns({ world, list, workspaceId, projectId }: Api.RunQuery): number | null {
    if (projectId !== null) {
      const project = this.#projects.find(world, projectId)
      const elsewhere = workspaceId !== null && project?.workspaceId !== workspaceId
      return elsewhere ? 0 : (this.#projects.generations(world, projectId) ?? 0)
    }
    if (workspaceId !== null) return this.#workspaces.totals(world, workspaceId)?.generations ?? 0
    return this.#runs.lastOrdinal(world, list)
  }
}
