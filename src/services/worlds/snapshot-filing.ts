import type { FieldProblem } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { at } from './snapshot-problem.ts'

type Tables = Snapshot['tables']
type Found = { readonly workspace_id: string } | undefined

/** The first thing in the folders and the library of a snapshot that is in a place which is not there. */
export function filingProblem(tables: Tables): FieldProblem | null {
  return folderProblem(tables) ?? itemProblem(tables)
}

function folderProblem({ workspaces, projects, folders, ...tables }: Tables): FieldProblem | null {
  const known = new Set(workspaces.map(({ id }) => id))
  for (const [table, rows] of Object.entries({ folders, library_folders: tables.library_folders })) {
    const index = rows.findIndex((folder) => !known.has(folder.workspace_id))
    if (index !== -1) return at(table, index, 'workspace_id', 'No such workspace in the snapshot')
  }
  const folderOf = byId(folders)
  const projectOf = byId(projects)
  const astray = tables.folder_projects.findIndex((row) => {
    const project = projectOf(row.project_id)
    return project === undefined || project.workspace_id !== folderOf(row.folder_id)?.workspace_id
  })
  return astray === -1
    ? null
    : at('folder_projects', astray, 'folder_id', 'No such folder in the workspace of the project')
}

function itemProblem({ workspaces, library_folders: folders, library_items: items }: Tables) {
  const known = new Set(workspaces.map(({ id }) => id))
  const folderOf = byId(folders.filter((folder) => folder.deleted_at === null))
  for (const [index, { workspace_id: workspaceId, folder_id: folderId }] of items.entries()) {
    if (!known.has(workspaceId)) {
      return at('library_items', index, 'workspace_id', 'No such workspace in the snapshot')
    }
    if (folderId !== null && folderOf(folderId)?.workspace_id !== workspaceId) {
      return at('library_items', index, 'folder_id', 'No such folder in its workspace')
    }
  }
  return null
}

function byId(
  rows: readonly { readonly id: string; readonly workspace_id: string }[],
): (id: string) => Found {
  const found = new Map(rows.map((row) => [row.id, row]))
  return (id) => found.get(id)
}
