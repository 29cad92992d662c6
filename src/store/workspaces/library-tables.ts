import type Database from 'better-sqlite3'
import type { EpochMs } from '../../kernel/units.ts'
import type { NewLibraryItem } from './library.ts'
import type { NewFolder, WorldKey } from '../records.ts'

interface Place {
  readonly workspaceId: string
  readonly folderId: string
}

export class LibraryTables {
  readonly #isThere
  readonly #lastFolder
  readonly #insertFolder
  readonly #deleteFolder
  readonly #lastItem
  readonly #insertItem
  readonly #detach

  constructor(db: Database.Database) {
    const last = (table: string) =>
      db.prepare<[number], number>(`SELECT max(ordinal) FROM ${table} WHERE world = ?`).pluck()
    this.#lastFolder = last('library_folders')
    this.#lastItem = last('library_items')
    this.#isThere = db
      .prepare<[number, string, string], number>(
        'SELECT 1 FROM library_folders WHERE world = ? AND workspace_id = ? AND id = ? AND deleted_at IS NULL',
      )
      .pluck()
    this.#insertFolder = db.prepare<[object]>(
      `INSERT INTO library_folders (world, ordinal, id, workspace_id, name, created_at)
       VALUES (@world, @ordinal, @id, @workspaceId, @name, @createdAt)`,
    )
    this.#deleteFolder = db.prepare<[number, number, string, string]>(
      `UPDATE library_folders SET deleted_at = ?
       WHERE world = ? AND workspace_id = ? AND id = ? AND deleted_at IS NULL`,
    )
    this.#insertItem = db.prepare<[object]>(
      `INSERT INTO library_items
         (world, ordinal, id, workspace_id, folder_id, type, content, description, created_at)
       VALUES (@world, @ordinal, @id, @workspaceId, @folderId, @type, @content, @description, @createdAt)`,
    )
    this.#detach = db.prepare<[number, string]>(
      'UPDATE library_items SET folder_id = NULL WHERE world = ? AND folder_id = ?',
    )
  }

  hasFolder(world: WorldKey, { workspaceId, folderId }: Place): boolean {
    return this.#isThere.get(world, workspaceId, folderId) !== undefined
  }

  /** Counts deleted folders too. */
  nextFolder(world: WorldKey): number {
    return (this.#lastFolder.get(world) ?? 0) + 1
  }

  insertFolder(world: WorldKey, ordinal: number, folder: NewFolder): void {
    this.#insertFolder.run({ ...folder, world, ordinal })
  }

  /** Its items stay, in no folder. False when the workspace has no such folder. */
  deleteFolder(world: WorldKey, { workspaceId, folderId }: Place, now: EpochMs): boolean {
    if (this.#deleteFolder.run(now, world, workspaceId, folderId).changes === 0) return false
    this.#detach.run(world, folderId)
    return true
  }

  nextItem(world: WorldKey): number {
    return (this.#lastItem.get(world) ?? 0) + 1
  }

  insertItem(world: WorldKey, ordinal: number, place: Place, item: NewLibraryItem, createdAt: EpochMs): void {
    this.#insertItem.run({ ...item, ...place, world, ordinal, createdAt })
  }
}
