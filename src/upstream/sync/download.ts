import { isRecord } from '../json.ts'
import { readList, readPages } from '../pages.ts'
import type { Progress } from '../progress.ts'
import type { Reader } from '../reader.ts'

/** The rows of an account as the server sent them. */
export interface Downloaded {
  readonly models: readonly unknown[]
  readonly actions: readonly unknown[]
  readonly techniques: readonly unknown[]
  readonly workspaces: readonly unknown[]
  readonly projects: readonly unknown[]
}

/**
 * Reads everything of an account that fixtures can hold, one request after the other.
 *
 * @throws {StartError} exit code 1, when the server fails or does not answer what FLORA documents
 */
export async function download(reader: Reader, progress: Progress): Promise<Downloaded> {
  const workspaces = await readList(reader, { path: '/workspaces', member: 'workspaces' }, progress)
  const models = await readList(reader, { path: '/models', member: 'models' }, progress)
  const actions = await readList(reader, { path: '/actions', member: 'actions' }, progress)
  const techniques = await readPages(reader, { path: '/techniques', member: 'techniques' }, progress)
  const projects: unknown[] = []
  for (const workspace of workspaces) {
    const id = isRecord(workspace) ? workspace['workspace_id'] : null
    if (typeof id !== 'string') continue
    const list = { path: '/projects', member: 'projects', query: { workspace_id: id } }
    projects.push(...(await readPages(reader, list, progress)))
  }
  return { models, actions, techniques, workspaces, projects }
}
