import type { Store, WorkspaceRecord } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'

export class Workspaces {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async list({ world }: Caller): Promise<readonly WorkspaceRecord[]> {
    return this.#store.listWorkspaces(world.key)
  }
}
