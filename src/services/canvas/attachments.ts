import { ApiError, notFound } from '../../kernel/errors.ts'
import { findAsset } from '../../store/assets/assets.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import { extensionOf } from '../assets/asset-types.ts'
import { type AssetView, viewAt } from '../assets/asset-view.ts'
import type { Caller } from '../worlds/caller.ts'
import type { Canvases } from './canvases.ts'

/** An asset to show on the canvas of a project. */
export interface Attach {
  readonly projectId: string
  readonly assetId: string
  readonly claim: IdempotencyClaim | null
}

/** Adds nodes that show assets. */
export class Attachments {
  readonly #store: Store
  readonly #canvases: Canvases

  constructor(store: Store, canvases: Canvases) {
    this.#store = store
    this.#canvases = canvases
  }

  /**
   * Adds a node for an asset, and returns the node's long id.
   *
   * @throws ApiError 404 for an unknown asset or one of another workspace, 409 for one that is not ready or has no node type
   */
  async attach(caller: Caller, { projectId, assetId, claim }: Attach): Promise<string> {
    const { world, now } = caller
    const found = await this.#store.read(findAsset(world.key, assetId))
    const owner = await this.#store.read(workspaceOfProject(world.key, projectId))
    if (found === null || owner === null || found.workspaceId !== owner) throw notFound()
    const asset = viewAt(found, now)
    if (asset.status !== 'ready') {
      throw new ApiError('conflict', `Asset ${assetId} is not ready: ${asset.status}.`)
    }
    const shown = nodeFor(world.name, asset)
    if (shown === null) {
      throw new ApiError('conflict', `A canvas cannot show files of type ${asset.contentType}.`)
    }
    const node = await this.#canvases.addAssetNode(caller, { projectId, workspaceId: null }, shown, claim)
    return node.nodeId
  }

  /** Adds a node for a new asset to the canvas of its project. Does nothing unless it is ready and has a project. */
  async show(caller: Caller, asset: AssetView): Promise<void> {
    const { projectId, status } = asset
    const shown = status === 'ready' ? nodeFor(caller.world.name, asset) : null
    if (projectId === null || shown === null) return
    try {
      await this.#canvases.addAssetNode(caller, { projectId, workspaceId: null }, shown, null)
    } catch (error) {
      // A full canvas must not fail the upload.
      if (!(error instanceof ApiError)) throw error
    }
  }
}

function nodeFor(worldName: string, { id, contentType, fileName }: AssetView) {
  const type = contentType === null ? null : mediaOf(contentType)
  if (type === null || contentType === null) return null
  const url = `/media/${worldName}/assets/${id}.${extensionOf(contentType)}`
  return { assetId: id, type, url, label: fileName ?? id }
}

function mediaOf(contentType: string): 'image' | 'video' | 'audio' | null {
  const kind = contentType.split('/', 1)[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : null
}
