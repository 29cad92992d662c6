import type Database from 'better-sqlite3'
import type { NewFolder, WorldKey } from '../records.ts'

/** Folders of projects, and which project is in which. */
export class FolderTable {
  readonly #workspaceOf
  readonly #insert
  readonly #file

  constructor(db: Database.Database) {
    this.#workspaceOf = db
      .prepare<[number, string], string>('SELECT workspace_id FROM folders WHERE world = ? AND id = ?')
      .pluck()
    this.#insert = db.prepare<[object]>(
      `INSERT INTO folders (world, ordinal, id, workspace_id, name, created_at)
       VALUES (@world, @ordinal, @id, @workspaceId, @name, @createdAt)`,
    )
    this.#file = db.prepare<[number, string, string]>(
      'INSERT INTO folder_projects (world, project_id, folder_id) VALUES (?, ?, ?)',
    )
  }

  /** Null for an unknown folder. */
  workspaceOf(world: WorldKey, id: string): string | null {
    return this.#workspaceOf.get(world, id) ?? null
  }

  insert(world: WorldKey, ordinal: number, folder: NewFolder): void {
    this.#insert.run({ ...folder, world, ordinal })
  }

  file(world: WorldKey, projectId: string, folderId: string): void {
    this.#file.run(world, projectId, folderId)
  }
}
