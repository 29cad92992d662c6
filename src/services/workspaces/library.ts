import { type ApiError, notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { AssetRecord } from '../../store/assets/asset-records.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import {
  addLibraryItem,
  type AddLibraryItemResult,
  createLibraryFolder,
  deleteLibraryFolder,
  hasLibraryFolder,
} from '../../store/workspaces/library.ts'
import type { NewFolder } from '../../store/workspaces/workspace-records.ts'
import { type AssetImports, nameOf, type Upload } from '../assets/asset-imports.ts'
import { newAsset } from '../assets/new-asset.ts'
import type { Caller } from '../worlds/caller.ts'
import type { World } from '../worlds/world.ts'
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
interface AddItem extends FolderAddress {
  readonly type: 'image' | 'text'
  /** The text, or the URL of the image. */
  readonly content: string
  readonly description: string | null
  readonly claim: IdempotencyClaim | null
}

/** An item that was added, with the asset of an image. */
export type AddedItem = Extract<AddLibraryItemResult, { outcome: 'created' }>

/** Creates and deletes folders of the library, and adds items to them. */
export class Library {
  readonly #store: Store
  readonly #imports: AssetImports

  constructor(store: Store, imports: AssetImports) {
    this.#store = store
    this.#imports = imports
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

  /**
   * Adds a text, or an image, which is stored as an asset.
   *
   * @throws ApiError 404 for an unknown workspace or folder, 400 for a file that is no image or cannot be downloaded, 409 for
   *   an idempotency key that was used
   */
  async addItem(caller: Caller, command: AddItem): Promise<AddedItem> {
    if (command.type === 'text') return this.#add(caller, command, null)
    const isKnown = await this.#store.read(hasLibraryFolder(caller.world.key, command))
    if (!isKnown) throw notFound()
    const source = { url: command.content, contentType: null, isImage: true }
    return this.#imports.import(source, async (upload) => this.#add(caller, command, upload))
  }

  async #add({ world, now }: Caller, command: AddItem, upload: Upload | null): Promise<AddedItem> {
    const { workspaceId, folderId, claim, type, content, description } = command
    const build = (ordinal: number, asset: AssetRecord | null) => ({
      // Ids of canvas nodes have the same prefix. Another seed prevents equal ids.
      id: seededId('node', `${world.seed}/library`, ordinal),
      type,
      content: asset?.id ?? content,
      description,
    })
    const image = upload && imageOf(world, command, upload, now)
    const steps = () => addLibraryItem({ world: world.key, workspaceId, folderId, claim, image, build }, now)
    const result = await this.#store.write(steps)
    if (result.outcome !== 'created') throw refusalOf(result.outcome)
    return result
  }
}

/** Builds the asset of an image. */
function imageOf(
  world: World,
  { workspaceId, content: url }: AddItem,
  { bytes, ...origin }: Upload,
  createdAt: EpochMs,
) {
  const nowhere = { projectId: null, folder: null, contentType: null, claim: null }
  const details = { ...nowhere, workspaceId, fileName: nameOf(url) }
  return { bytes, build: (ordinal: number) => newAsset(world, details, { ...origin, createdAt }, ordinal) }
}

const refusalOf = (outcome: 'duplicate_key' | 'unknown_workspace' | 'unknown_folder'): ApiError =>
  outcome === 'duplicate_key' ? duplicateKey() : notFound()
