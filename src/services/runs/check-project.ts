import { notFound, unknownError, validationError } from '../../kernel/errors.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import { findWorkspace } from '../../store/workspaces/workspaces.ts'
import type { Store } from '../../store/store.ts'
import type { World } from '../worlds/world.ts'

interface ProjectAddress {
  readonly workspaceId: string
  readonly projectId: string
  /** True for `POST /generate`, whose refusal of unknown projects was measured. @default false */
  readonly isGenerate?: boolean
}

/**
 * Checks that a project exists in a workspace. Problems name the field `project_id` of the request.
 *
 * @throws ApiError 404 for an unknown workspace or project, 400 for a project of another workspace
 */
export async function checkProject(
  store: Store,
  { key, profile }: World,
  { workspaceId, projectId, isGenerate = false }: ProjectAddress,
): Promise<void> {
  const owner = await store.read(workspaceOfProject(key, projectId))
  if (owner === workspaceId) return
  if ((await store.read(findWorkspace(key, workspaceId))) === null) throw notFound()
  // Measured for `POST /generate` alone: production answers 500 for a well-formed project id that does not exist.
  if (owner === null && isGenerate && profile === 'measured') throw unknownError()
  if (owner === null) throw notFound()
  const message = 'Project does not belong to the specified workspace.'
  throw validationError([{ field: 'project_id', code: 'project_of_other_workspace', message }], message)
}
