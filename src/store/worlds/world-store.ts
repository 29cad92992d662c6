import type Database from 'better-sqlite3'
import type { ClockState } from '../../kernel/clock.ts'
import { EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import { type EpochMs, microUsd } from '../../kernel/units.ts'
import type { TableDump } from '../control-records.ts'
import type { NewWorld, WorldChange, WorldKey, WorldRecord } from '../records.ts'
import type { WorldStore } from '../store.ts'
import type { Accounts } from '../runs/run-transactions.ts'
import type { AssetTable } from '../assets/asset-table.ts'
import type { CanvasTable } from '../canvas/canvas-table.ts'
import { WorldDump } from './dump.ts'
import type { FolderTable } from '../workspaces/folder-table.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { LibraryTables } from '../workspaces/library-tables.ts'
import type { ProjectTable } from '../workspaces/project-table.ts'
import type { WorkspaceTable } from '../workspaces/workspace-table.ts'
import { WorldTable } from './world-table.ts'

interface Contents {
  readonly workspaces: WorkspaceTable
  readonly projects: ProjectTable
  readonly folders: FolderTable
  readonly library: LibraryTables
  readonly accounts: Accounts
  readonly assets: AssetTable
  readonly canvases: CanvasTable
}

/** Worlds as a whole: created, replaced, dumped and dropped. */
export class SqliteWorlds implements WorldStore {
  readonly #worlds
  readonly #dump
  readonly #commit
  readonly #contents

  constructor(db: Database.Database, commit: GroupCommit, contents: Contents) {
    this.#worlds = new WorldTable(db)
    this.#dump = new WorldDump(db)
    this.#commit = commit
    this.#contents = contents
  }

  async find(name: string): Promise<WorldRecord | null> {
    return this.#worlds.find(name)
  }

  async create(world: NewWorld): Promise<WorldRecord> {
    return this.#commit.write(() => this.#worlds.find(world.name) ?? this.#insert(world))
  }

  async list(limit: number): Promise<readonly string[]> {
    return this.#worlds.names(limit)
  }

  async count(): Promise<number> {
    return this.#worlds.count()
  }

  async save(world: WorldKey, change: WorldChange): Promise<void> {
    return this.#commit.write(() => this.#worlds.save(world, change))
  }

  async saveClock(world: WorldKey, clock: ClockState): Promise<void> {
    return this.#commit.write(() => this.#worlds.saveClock(world, clock))
  }

  async drop(world: WorldKey): Promise<void> {
    return this.#commit.write(() => this.#drop(world))
  }

  async replace(world: WorldKey, next: NewWorld): Promise<WorldRecord> {
    return this.#commit.write(() => {
      this.#drop(world)
      return this.#insert(next)
    })
  }

  async touch(worlds: ReadonlyMap<WorldKey, EpochMs>): Promise<void> {
    return this.#commit.write(() => worlds.forEach((usedAt, world) => this.#worlds.touch(world, usedAt)))
  }

  async dropIdle(before: EpochMs, keep: string): Promise<string | null> {
    return this.#commit.write(() => {
      const idle = this.#worlds.longestIdle(before, keep)
      if (idle !== null) this.#drop(idle.world)
      return idle?.name ?? null
    })
  }

  async dump(world: WorldKey): Promise<TableDump> {
    this.#commit.flush()
    return this.#dump.read(world)
  }

  async load(replaced: WorldKey, world: NewWorld, tables: TableDump): Promise<WorldRecord> {
    return this.#commit.write(() => {
      this.#drop(replaced)
      const record = this.#worlds.insert(world)
      this.#dump.write(record.key, tables)
      return record
    })
  }

  #drop(world: WorldKey): void {
    this.#worlds.drop(world)
    // A request may still be under way there, and must not find a workspace.
    this.#contents.accounts.forget(world)
  }

  #insert(world: NewWorld): WorldRecord {
    const { workspaces, projects, folders, library, accounts, assets, canvases } = this.#contents
    const record = this.#worlds.insert(world)
    const { key } = record
    world.workspaces.forEach((workspace, index) => {
      workspaces.insert(key, index + 1, { ...workspace, balance: microUsd(0) })
      accounts.setBalance(key, workspace.id, workspace.balance, world.createdAt)
    })
    world.projects.forEach((project, index) => projects.insert(key, index + 1, project))
    world.folders.forEach((folder, index) => folders.insert(key, index + 1, folder))
    world.libraryFolders.forEach((folder, index) => library.insertFolder(key, index + 1, folder))
    for (const sample of world.runs) accounts.addSample(key, sample)
    for (const { projectId, canvas } of world.canvases) canvases.save(key, projectId, EMPTY_CANVAS, canvas)
    world.assets.forEach(({ asset, bytes }, index) => assets.insert(key, index + 1, asset, bytes))
    return record
  }
}
