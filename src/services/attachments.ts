import { ApiError, notFound } from '../errors.ts'
import type { IdempotencyClaim, Store } from '../store/store.ts'
import { extensionOf } from './asset-types.ts'
import { viewAt } from './asset-view.ts'
import type { Caller } from './caller.ts'
import type { Canvases } from './canvases.ts'

export interface Attach {
  readonly projectId: string
  readonly assetId: string
  readonly claim: IdempotencyClaim | null
}

/** Assets on canvases. */
export class Attachments {
  readonly #store: Store
  readonly #canvases: Canvases

  constructor(store: Store, canvases: Canvases) {
    this.#store = store
    this.#canvases = canvases
  }

  /** Puts a ready asset on a project's canvas. Throws 404 for one of another workspace, 409 for one that is not ready. */
  async attach(caller: Caller, { projectId, assetId, claim }: Attach): Promise<string> {
    const { world } = caller
    const now = world.clock.now()
    const found = await this.#store.assets.find(world.key, assetId)
    const home = await this.#store.workspaceOf(world.key, projectId)
    if (found === null || home === null || found.workspaceId !== home) throw notFound()
    const { id, status, contentType, fileName } = viewAt(found, now)
    if (status !== 'ready' || contentType === null) {
      throw new ApiError('conflict', `Asset ${assetId} is not ready: ${status}.`)
    }
    const type = mediaOf(contentType)
    if (type === null)
      throw new ApiError('conflict', `Files of type ${contentType} have no place on a canvas.`)
    const url = `/media/${world.name}/assets/${id}.${extensionOf(contentType)}`
    const asset = { assetId: id, type, url, label: fileName ?? id }
    const node = await this.#canvases.addAssetNode(caller, { projectId, workspaceId: null }, asset, claim)
    return node.nodeId
  }
}

function mediaOf(contentType: string): 'image' | 'video' | 'audio' | null {
  const kind = contentType.split('/', 1)[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : null
}
