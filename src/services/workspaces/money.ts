import type { MicroUsd } from '../../kernel/units.ts'
import type { Store } from '../../store/store.ts'
import { balanceAt, type LedgerReading, readLedger, setBalance } from '../../store/workspaces/money.ts'
import type { LedgerQuery, WorkspaceRecord } from '../../store/workspaces/workspace-records.ts'
import { findWorkspace, listWorkspaces } from '../../store/workspaces/workspaces.ts'
import type { World } from '../worlds/world.ts'
import { unknownWorkspace } from './check-workspace.ts'

/** A workspace with its balance. */
export interface Account {
  readonly workspace: WorkspaceRecord
  readonly balance: MicroUsd
}

/** Reads and sets balances, and reads the ledger. */
export class Money {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async accounts(world: World): Promise<readonly Account[]> {
    const workspaces = await this.#store.read(listWorkspaces(world.key))
    return Promise.all(workspaces.map(async ({ id }) => this.account(world, id)))
  }

  /** @throws ApiError 404 for an unknown workspace */
  async account(world: World, workspaceId: string): Promise<Account> {
    const workspace = await this.#store.read(findWorkspace(world.key, workspaceId))
    const balance = await this.#store.read(balanceAt(world.key, workspaceId, world.clock.now()))
    if (workspace === null || balance === null) throw unknownWorkspace(workspaceId)
    return { workspace, balance }
  }

  /**
   * Sets the balance of a workspace, and writes an `adjust` entry to the ledger.
   *
   * @throws ApiError 404 for an unknown workspace
   */
  async setBalance(world: World, workspaceId: string, balance: MicroUsd): Promise<Account> {
    const now = world.clock.now()
    const isKnown = await this.#store.write(() => setBalance(world.key, workspaceId, balance, now))
    if (!isKnown) throw unknownWorkspace(workspaceId)
    await world.feed.catchUp(now)
    return this.account(world, workspaceId)
  }

  /** Returns the newest entries up to now, oldest first, with the sums of all charges. */
  async ledger(world: World, filter: Omit<LedgerQuery, 'world'>): Promise<LedgerReading> {
    const now = world.clock.now()
    const ledger = await this.#store.write(() => readLedger({ world: world.key, ...filter }, now))
    await world.feed.catchUp(now)
    return ledger
  }
}
