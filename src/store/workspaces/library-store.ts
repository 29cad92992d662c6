import type { EpochMs } from '../../kernel/units.ts'
import type {
  AddLibraryItem,
  AddLibraryItemResult,
  CreateLibraryFolder,
  CreateLibraryFolderResult,
  LibraryStore,
} from './library.ts'
import type { WorldKey } from '../records.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'
import type { LibraryTables } from './library-tables.ts'
import type { WorkspaceTable } from './workspace-table.ts'

interface Tables {
  readonly library: LibraryTables
  readonly workspaces: WorkspaceTable
  readonly keys: IdempotencyKeyTable
}

export class SqliteLibrary implements LibraryStore {
  readonly #commit
  readonly #library
  readonly #workspaces
  readonly #keys

  constructor(commit: GroupCommit, { library, workspaces, keys }: Tables) {
    this.#commit = commit
    this.#library = library
    this.#workspaces = workspaces
    this.#keys = keys
  }

  async createFolder(command: CreateLibraryFolder, now: EpochMs): Promise<CreateLibraryFolderResult> {
    const { world, claim, build } = command
    return this.#commit.write((): CreateLibraryFolderResult => {
      if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      const ordinal = this.#library.nextFolder(world)
      const folder = build(ordinal)
      if (this.#workspaces.find(world, folder.workspaceId) === null) return { outcome: 'unknown_workspace' }
      if (claim !== null) this.#keys.take(world, claim, now)
      this.#library.insertFolder(world, ordinal, folder)
      return { outcome: 'created', folder }
    })
  }

  async deleteFolder(world: WorldKey, workspaceId: string, folderId: string, now: EpochMs): Promise<boolean> {
    return this.#commit.write(() => this.#library.deleteFolder(world, { workspaceId, folderId }, now))
  }

  async addItem(command: AddLibraryItem, now: EpochMs): Promise<AddLibraryItemResult> {
    const { world, workspaceId, folderId, claim, build } = command
    const place = { workspaceId, folderId }
    return this.#commit.write((): AddLibraryItemResult => {
      if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      if (!this.#library.hasFolder(world, place)) return { outcome: 'unknown_folder' }
      if (claim !== null) this.#keys.take(world, claim, now)
      const ordinal = this.#library.nextItem(world)
      const item = build(ordinal)
      this.#library.insertItem(world, ordinal, place, item, now)
      return { outcome: 'created', item }
    })
  }
}
