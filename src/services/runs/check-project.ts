import { notFound, unknownError, validationError } from '../../kernel/errors.ts'
import type { Store } from '../../store/store.ts'
import type { World } from '../worlds/world.ts'

interface Destination {
  readonly workspaceId: string
  readonly projectId: string
}

/** Throws 404 for an unknown workspace or project, and 400 for a project of another workspace. */
export async function checkDestination(
  store: Store,
  { key, profile }: World,
  { workspaceId, projectId }: Destination,
): Promise<void> {
  const home = await store.workspaceOf(key, projectId)
  if (home === workspaceId) return
  // Measured: production answers 500 for a well-formed project id that does not exist.
  if (home === null && profile === 'measured') throw unknownError()
  if (home === null || (await store.findWorkspace(key, workspaceId)) === null) throw notFound()
  const message = 'Project does not belong to the specified workspace.'
  throw validationError([{ field: 'project_id', message }], message)
}
