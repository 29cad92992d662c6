import { nextOrdinal } from '../../kernel/ordinals.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { AssetRecord, CreateAsset } from '../assets/asset-records.ts'
import { createAsset } from '../assets/assets.ts'
import { type IdempotencyClaim, isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import { execute, getRow, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { NewFolder } from './workspace-records.ts'
import { findWorkspace } from './workspaces.ts'

interface NewLibraryItem {
  readonly id: string
  readonly type: 'image' | 'text'
  /** The text, or the id of the image's asset. Items of earlier versions hold the URL of an image. */
  readonly content: string
  readonly description: string | null
}

/** A folder of a workspace's library. */
interface LibraryPlace {
  readonly workspaceId: string
  readonly folderId: string
}

export interface CreateLibraryFolder {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the ordinal of the folder. */
  readonly build: (ordinal: number) => NewFolder
}

export type CreateLibraryFolderResult =
  | { readonly outcome: 'created'; readonly folder: NewFolder }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }

export interface AddLibraryItem extends LibraryPlace {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** The asset of an image; null for a text. */
  readonly image: Pick<CreateAsset, 'build' | 'bytes'> | null
  /** Called inside the transaction with the ordinal of the item and the asset of an image. */
  readonly build: (ordinal: number, asset: AssetRecord | null) => NewLibraryItem
}

export type AddLibraryItemResult =
  | { readonly outcome: 'created'; readonly item: NewLibraryItem; readonly asset: AssetRecord | null }
  | { readonly outcome: 'duplicate_key' }
  /** The workspace has no folder of that id, or it was deleted. */
  | { readonly outcome: 'unknown_folder' }

export function* createLibraryFolder(
  { world, claim, build }: CreateLibraryFolder,
  now: EpochMs,
): Steps<CreateLibraryFolderResult> {
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  // Deleted folders keep their rows, so that no later folder gets the same ordinal and id.
  const ordinal = yield* nextIn('library_folders', world)
  const folder = build(ordinal)
  if ((yield* findWorkspace(world, folder.workspaceId)) === null) return { outcome: 'unknown_workspace' }
  if (claim !== null) yield* takeClaim(world, claim, now)
  yield* insertLibraryFolder(world, ordinal, folder)
  return { outcome: 'created', folder }
}

export function* insertLibraryFolder(world: WorldKey, ordinal: number, folder: NewFolder): Steps<void> {
  yield* execute(
    `INSERT INTO library_folders (world, ordinal, id, workspace_id, name, created_at)
     VALUES (@world, @ordinal, @id, @workspaceId, @name, @createdAt)`,
    { ...folder, world, ordinal },
  )
}

/** Deletes a folder. Its items stay, in no folder. False when the workspace has no such folder. */
export function* deleteLibraryFolder(
  world: WorldKey,
  { workspaceId, folderId }: LibraryPlace,
  now: EpochMs,
): Steps<boolean> {
  const deleted = yield* execute(
    `UPDATE library_folders SET deleted_at = @now
     WHERE world = @world AND workspace_id = @workspaceId AND id = @folderId AND deleted_at IS NULL`,
    { world, workspaceId, folderId, now },
  )
  if (deleted === 0) return false
  yield* execute('UPDATE library_items SET folder_id = NULL WHERE world = @world AND folder_id = @folderId', {
    world,
    folderId,
  })
  return true
}

export function* addLibraryItem(command: AddLibraryItem, now: EpochMs): Steps<AddLibraryItemResult> {
  const { world, workspaceId, folderId, claim, image, build } = command
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  if (!(yield* hasLibraryFolder(world, { workspaceId, folderId }))) return { outcome: 'unknown_folder' }
  if (claim !== null) yield* takeClaim(world, claim, now)
  const ordinal = yield* nextIn('library_items', world)
  const created = image === null ? null : yield* createAsset({ world, claim: null, ...image }, now)
  const asset = created?.outcome === 'created' ? created.asset : null
  const item = build(ordinal, asset)
  yield* execute(
    `INSERT INTO library_items (world, ordinal, id, workspace_id, folder_id, type, content, description, created_at)
     VALUES (@world, @ordinal, @id, @workspaceId, @folderId, @type, @content, @description, @now)`,
    { ...item, world, ordinal, workspaceId, folderId, now },
  )
  return { outcome: 'created', item, asset }
}

/** Returns true when the workspace has a folder of that id in its library. */
export function* hasLibraryFolder(world: WorldKey, { workspaceId, folderId }: LibraryPlace): Steps<boolean> {
  const found = yield* getRow(
    `SELECT 1 FROM library_folders
     WHERE world = @world AND workspace_id = @workspaceId AND id = @folderId AND deleted_at IS NULL`,
    { world, workspaceId, folderId },
  )
  return found !== null
}

function* nextIn(table: 'library_folders' | 'library_items', world: WorldKey): Steps<number> {
  const text = `SELECT ordinal FROM ${table} WHERE world = @world ORDER BY ordinal DESC LIMIT 1`
  return nextOrdinal((yield* getRow<{ ordinal: number }>(text, { world }))?.ordinal)
}
