import type { Store } from '../../store/store.ts'
import type { WorkspaceRecord } from '../../store/workspaces/workspace-records.ts'
import { listWorkspaces } from '../../store/workspaces/workspaces.ts'
import type { Reader } from '../worlds/caller.ts'

/** Lists workspaces. */
export class Workspaces {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async list({ world }: Reader): Promise<readonly WorkspaceRecord[]> {
    return this.#store.read(listWorkspaces(world.key))
  }
}
