import type { EpochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim, NewFolder, WorldKey } from '../records.ts'

/** An image is known by its address, a text by itself. */
export interface NewLibraryItem {
  readonly id: string
  readonly type: 'image' | 'text'
  readonly content: string
  readonly description: string | null
}

export interface CreateLibraryFolder {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the folder will have. */
  readonly build: (ordinal: number) => NewFolder
}

export type CreateLibraryFolderResult =
  | { readonly outcome: 'created'; readonly folder: NewFolder }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }

export interface AddLibraryItem {
  readonly world: WorldKey
  readonly workspaceId: string
  readonly folderId: string
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the item will have. */
  readonly build: (ordinal: number) => NewLibraryItem
}

export type AddLibraryItemResult =
  | { readonly outcome: 'created'; readonly item: NewLibraryItem }
  | { readonly outcome: 'duplicate_key' }
  /** None of that id in the workspace, or one that was deleted. */
  | { readonly outcome: 'unknown_folder' }

/** The folders of a library, and what was saved into them. */
export interface LibraryStore {
  createFolder(command: CreateLibraryFolder, now: EpochMs): Promise<CreateLibraryFolderResult>
  /** Its items stay, in no folder. False when the workspace has no such folder. */
  deleteFolder(world: WorldKey, workspaceId: string, id: string, now: EpochMs): Promise<boolean>
  addItem(command: AddLibraryItem, now: EpochMs): Promise<AddLibraryItemResult>
}
