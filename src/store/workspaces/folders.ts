import { execute, getRow, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { NewFolder } from './workspace-records.ts'

/** The workspace of a folder of projects; null for an unknown folder. */
export function* workspaceOfFolder(world: WorldKey, id: string): Steps<string | null> {
  const text = 'SELECT workspace_id AS workspaceId FROM folders WHERE world = @world AND id = @id'
  return (yield* getRow<{ workspaceId: string }>(text, { world, id }))?.workspaceId ?? null
}

export function* insertFolder(world: WorldKey, ordinal: number, folder: NewFolder): Steps<void> {
  yield* execute(
    `INSERT INTO folders (world, ordinal, id, workspace_id, name, created_at)
     VALUES (@world, @ordinal, @id, @workspaceId, @name, @createdAt)`,
    { ...folder, world, ordinal },
  )
}

/** Puts a project into a folder. */
export function* fileProject(world: WorldKey, projectId: string, folderId: string): Steps<void> {
  yield* execute(
    'INSERT INTO folder_projects (world, project_id, folder_id) VALUES (@world, @projectId, @folderId)',
    { world, projectId, folderId },
  )
}
