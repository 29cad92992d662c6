import { type ApiError, notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import {
  addLibraryItem,
  createLibraryFolder,
  deleteLibraryFolder,
  type NewLibraryItem,
} from '../../store/workspaces/library.ts'
import type { NewFolder } from '../../store/workspaces/workspace-records.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

interface CreateFolder {
  /** Null for one that is made up. */
  readonly name: string | null
  readonly workspaceId: string
  readonly claim: IdempotencyClaim | null
}

interface FolderAddress {
  readonly workspaceId: string
  readonly folderId: string
}

interface AddItem extends Omit<NewLibraryItem, 'id'>, FolderAddress {
  readonly claim: IdempotencyClaim | null
}

/** The library: folders of images and texts. */
export class Library {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async createFolder({ world, now }: Caller, command: CreateFolder): Promise<NewFolder> {
    const { name, workspaceId, claim } = command
    const build = (ordinal: number) => ({
      id: seededId('libfolder', world.seed, ordinal),
      workspaceId,
      name: name ?? `Untitled folder ${ordinal}`,
      createdAt: now,
    })
    const steps = () => createLibraryFolder({ world: world.key, claim, build }, now)
    const result = await this.#store.write(steps)
    if (result.outcome !== 'created') throw refusalOf(result.outcome)
    return result.folder
  }

  /** Deletes a folder. Its items stay in the library, in no folder. */
  async deleteFolder({ world, now }: Caller, address: FolderAddress): Promise<void> {
    const isDeleted = await this.#store.write(() => deleteLibraryFolder(world.key, address, now))
    if (!isDeleted) throw notFound()
  }

  async addItem({ world, now }: Caller, command: AddItem): Promise<NewLibraryItem> {
    const { workspaceId, folderId, claim, type, content, description } = command
    const build = (ordinal: number) => ({
      // Canvas nodes have the same prefix; another seed keeps the two apart.
      id: seededId('node', `${world.seed}/library`, ordinal),
      type,
      content,
      description,
    })
    const steps = () => addLibraryItem({ world: world.key, workspaceId, folderId, claim, build }, now)
    const result = await this.#store.write(steps)
    if (result.outcome !== 'created') throw refusalOf(result.outcome)
    return result.item
  }
}

const refusalOf = (outcome: 'duplicate_key' | 'unknown_workspace' | 'unknown_folder'): ApiError =>
  outcome === 'duplicate_key' ? duplicateKey() : notFound()
