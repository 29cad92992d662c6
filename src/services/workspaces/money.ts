import { ApiError } from '../../kernel/errors.ts'
import type { MicroUsd } from '../../kernel/units.ts'
import type { LedgerEntry, Store, WorkspaceRecord } from '../../store/store.ts'
import type { World } from '../worlds/world.ts'

export interface Account {
  readonly workspace: WorkspaceRecord
  readonly balance: MicroUsd
}

export interface LedgerFilter {
  readonly workspaceId: string | null
  readonly runId: string | null
  readonly limit: number
}

/** What workspaces can spend, and every change of it. */
export class Money {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async accounts(world: World): Promise<readonly Account[]> {
    const workspaces = await this.#store.listWorkspaces(world.key)
    return Promise.all(workspaces.map(async ({ id }) => this.account(world, id)))
  }

  /** Throws 404 for an unknown workspace. */
  async account(world: World, workspaceId: string): Promise<Account> {
    const workspace = await this.#store.findWorkspace(world.key, workspaceId)
    const balance = await this.#store.balanceAt(world.key, workspaceId, world.clock.now())
    if (workspace === null || balance === null) throw unknownWorkspace(workspaceId)
    return { workspace, balance }
  }

  /** Sets what a workspace can spend from now on. Throws 404 for an unknown workspace. */
  async setBalance(world: World, workspaceId: string, balance: MicroUsd): Promise<Account> {
    const now = world.clock.now()
    await world.feed.catchUp(now)
    if (!(await this.#store.setBalance(world.key, workspaceId, balance, now))) {
      throw unknownWorkspace(workspaceId)
    }
    return this.account(world, workspaceId)
  }

  /** The newest entries up to now, oldest first, and what was spent in all. */
  async ledger(
    world: World,
    filter: LedgerFilter,
  ): Promise<{ entries: readonly LedgerEntry[]; spent: MicroUsd }> {
    const now = world.clock.now()
    await world.feed.catchUp(now)
    const entries = await this.#store.listLedger({ world: world.key, ...filter }, now)
    return { entries, spent: await this.#store.spent(world.key, filter.workspaceId) }
  }
}

const unknownWorkspace = (id: string): ApiError => new ApiError('not_found', `Workspace ${id} not found.`)
