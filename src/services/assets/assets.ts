import { notFound } from '../../kernel/errors.ts'
import type { AssetQuery } from '../../store/assets/asset-records.ts'
import { findAsset, listAssets, readAssetBytes } from '../../store/assets/assets.ts'
import type { Page, Store } from '../../store/store.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import { type AssetView, viewAt } from './asset-view.ts'
import { checkWorkspace } from '../workspaces/check-workspace.ts'
import type { Caller } from '../worlds/caller.ts'
import type { Worlds } from '../worlds/worlds.ts'

/** A file to send. */
interface AssetFile {
  readonly contentType: string
  /** SHA-256 of the bytes. */
  readonly hash: string
  readonly bytes: Uint8Array
}

/** Reads assets and their files. */
export class Assets {
  readonly #store: Store
  readonly #worlds: Worlds

  constructor(store: Store, worlds: Worlds) {
    this.#store = store
    this.#worlds = worlds
  }

  /** @throws ApiError 404 for an unknown asset */
  async get({ world, now }: Caller, id: string): Promise<AssetView> {
    const asset = await this.#store.read(findAsset(world.key, id))
    if (asset === null) throw notFound()
    return viewAt(asset, now)
  }

  /**
   * Lists assets, newest first.
   *
   * @throws ApiError 404 for an unknown workspace or project
   */
  async list({ world, now }: Caller, filter: Omit<AssetQuery, 'world'>): Promise<Page<AssetView>> {
    const { workspaceId, projectId } = filter
    if (workspaceId !== null) await checkWorkspace(this.#store, world, workspaceId)
    if (projectId !== null && (await this.#store.read(workspaceOfProject(world.key, projectId))) === null)
      throw notFound()
    const page = await this.#store.read(listAssets({ world: world.key, ...filter }))
    return { ...page, rows: page.rows.map((asset) => viewAt(asset, now)) }
  }

  /** @throws ApiError 404 for an unknown asset, and until it is ready */
  async file(worldName: string, id: string): Promise<AssetFile> {
    const world = await this.#worlds.find(worldName)
    if (world === null) throw notFound()
    const asset = await this.#store.read(findAsset(world.key, id))
    const bytes =
      asset?.status === 'ready' ? await this.#store.read(readAssetBytes(world.key, asset.ordinal)) : null
    const { contentType = null, hash = null } = asset ?? {}
    if (bytes === null || contentType === null || hash === null) throw notFound()
    return { contentType, hash, bytes }
  }
}
