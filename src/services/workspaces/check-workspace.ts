import { ApiError, notFound } from '../../kernel/errors.ts'
import type { Store } from '../../store/store.ts'
import { findWorkspace } from '../../store/workspaces/workspaces.ts'
import type { World } from '../worlds/world.ts'

/**
 * Checks that a workspace exists.
 *
 * @throws ApiError 404 for an unknown workspace
 */
export async function checkWorkspace(store: Store, { key }: World, id: string): Promise<void> {
  if ((await store.read(findWorkspace(key, id))) === null) throw notFound()
}

/** Builds the 404 of the control API, which names the workspace. */
export const unknownWorkspace = (id: string): ApiError =>
  new ApiError('not_found', `Workspace ${id} not found.`)
