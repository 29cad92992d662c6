import type { EpochMs } from '../../kernel/units.ts'
import type {
  AssetChange,
  AssetQuery,
  AssetRecord,
  ChangeAssetResult,
  CreateAsset,
  CreateAssetResult,
  IdempotencyClaim,
  Page,
  WorldKey,
} from '../records.ts'
import type { AssetStore } from '../store.ts'
import type { AssetTable } from './asset-table.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'
import type { WorkspaceTable } from '../workspaces/workspace-table.ts'

interface Others {
  readonly workspaces: WorkspaceTable
  readonly keys: IdempotencyKeyTable
}

export class SqliteAssets implements AssetStore {
  readonly #table
  readonly #commit
  readonly #others

  constructor(table: AssetTable, commit: GroupCommit, others: Others) {
    this.#table = table
    this.#commit = commit
    this.#others = others
  }

  async find(world: WorldKey, id: string): Promise<AssetRecord | null> {
    return this.#table.find(world, id)
  }

  async findByToken(world: WorldKey, uploadToken: string): Promise<AssetRecord | null> {
    return this.#table.findByToken(world, uploadToken)
  }

  async list(query: AssetQuery): Promise<Page<AssetRecord>> {
    return this.#table.list(query)
  }

  async bytes(world: WorldKey, id: string): Promise<Uint8Array | null> {
    const asset = this.#table.find(world, id)
    return asset === null ? null : this.#table.bytes(world, asset.ordinal)
  }

  async create({ world, claim, build, bytes }: CreateAsset, now: EpochMs): Promise<CreateAssetResult> {
    const { workspaces, keys } = this.#others
    return this.#commit.write((): CreateAssetResult => {
      if (claim !== null && keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      const ordinal = this.#table.nextOrdinal(world)
      const asset = build(ordinal)
      if (workspaces.find(world, asset.workspaceId) === null) return { outcome: 'unknown_workspace' }
      if (claim !== null) keys.take(world, claim, now)
      return { outcome: 'created', asset: this.#table.insert(world, ordinal, asset, bytes) }
    })
  }

  async change(
    world: WorldKey,
    id: string,
    claim: IdempotencyClaim | null,
    step: (asset: AssetRecord) => AssetChange | null,
    now: EpochMs,
  ): Promise<ChangeAssetResult> {
    const { keys } = this.#others
    return this.#commit.write((): ChangeAssetResult => {
      if (claim !== null && keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      const before = this.#table.find(world, id)
      if (before === null) return { outcome: 'unknown_asset' }
      const change = step(before)
      if (change === null) return { outcome: 'refused', asset: before }
      if (claim !== null) keys.take(world, claim, now)
      const { bytes, ...members } = change
      const asset = { ...before, ...members }
      this.#table.save(world, asset)
      if (bytes !== undefined) this.#table.putBytes(world, asset.ordinal, bytes)
      return { outcome: 'changed', asset }
    })
  }
}
