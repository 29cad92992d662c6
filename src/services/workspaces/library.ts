import { type ApiError, notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { IdempotencyClaim, NewFolder, NewLibraryItem, Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

interface CreateFolder {
  /** Null for one that is made up. */
  readonly name: string | null
  readonly workspaceId: string
  readonly claim: IdempotencyClaim | null
}

interface Place {
  readonly workspaceId: string
  readonly folderId: string
}

interface AddItem extends Omit<NewLibraryItem, 'id'>, Place {
  readonly claim: IdempotencyClaim | null
}

/** The library: folders of images and texts. */
export class Library {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async createFolder({ world }: Caller, { name, workspaceId, claim }: CreateFolder): Promise<NewFolder> {
    const createdAt = world.clock.now()
    const build = (ordinal: number) => ({
      id: seededId('libfolder', world.seed, ordinal),
      workspaceId,
      name: name?.toWellFormed() ?? `Untitled folder ${ordinal}`,
      createdAt,
    })
    const result = await this.#store.library.createFolder({ world: world.key, claim, build }, createdAt)
    if (result.outcome !== 'created') throw refusalOf(result.outcome)
    return result.folder
  }

  /** Its items stay in the library, in no folder. */
  async deleteFolder({ world }: Caller, { workspaceId, folderId }: Place): Promise<void> {
    const now = world.clock.now()
    if (!(await this.#store.library.deleteFolder(world.key, workspaceId, folderId, now))) throw notFound()
  }

  async addItem(
    { world }: Caller,
    { workspaceId, folderId, claim, ...item }: AddItem,
  ): Promise<NewLibraryItem> {
    const build = (ordinal: number) => ({
      // Canvas nodes have the same prefix; another seed keeps the two apart.
      id: seededId('node', `${world.seed}/library`, ordinal),
      type: item.type,
      content: item.content.toWellFormed(),
      description: item.description?.toWellFormed() ?? null,
    })
    const command = { world: world.key, workspaceId, folderId, claim, build }
    const result = await this.#store.library.addItem(command, world.clock.now())
    if (result.outcome !== 'created') throw refusalOf(result.outcome)
    return result.item
  }
}

const refusalOf = (outcome: 'duplicate_key' | 'unknown_workspace' | 'unknown_folder'): ApiError =>
  outcome === 'duplicate_key' ? duplicateKey() : notFound()
