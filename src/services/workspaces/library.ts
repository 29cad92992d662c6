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

/** A folder to create. */
interface CreateFolder {
  /** Null for a numbered default. */
  readonly name: string | null
  readonly workspaceId: string
  readonly claim: IdempotencyClaim | null
}

interface FolderAddress {
  readonly workspaceId: string
  readonly folderId: string
}

/** An item to add. */
interface AddItem extends Omit<NewLibraryItem, 'id'>, FolderAddress {
  readonly claim: IdempotencyClaim | null
}

/** Creates and deletes folders of the library, and adds items to them. */
export class Library {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** @throws ApiError 404 for an unknown workspace, 409 for an idempotency key that was used */
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

  /**
   * Deletes a folder. Its items stay in the library, in no folder.
   *
   * @throws ApiError 404 for an unknown folder
   */
  async deleteFolder({ world, now }: Caller, address: FolderAddress): Promise<void> {
    const isDeleted = await this.#store.write(() => deleteLibraryFolder(world.key, address, now))
    if (!isDeleted) throw notFound()
  }

  /** @throws ApiError 404 for an unknown workspace or folder, 409 for an idempotency key that was used */
  async addItem({ world, now }: Caller, command: AddItem): Promise<NewLibraryItem> {
    const { workspaceId, folderId, claim, type, content, description } = command
    const build = (ordinal: number) => ({
      // Ids of canvas nodes have the same prefix. Another seed prevents equal ids.
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
