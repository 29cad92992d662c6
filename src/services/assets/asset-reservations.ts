import type { LimitFunction } from 'p-limit'
import { ApiError, notFound, validationError } from '../../kernel/errors.ts'
import { nextOrdinal } from '../../kernel/ordinals.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { AssetChange, AssetRecord } from '../../store/assets/asset-records.ts'
import { changeAsset, findAssetByToken } from '../../store/assets/assets.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import type { AssetMedia } from './asset-media.ts'
import { ASSET_BYTES_MAX } from './asset-imports.ts'
import { type AssetView, isExpired, viewAt } from './asset-view.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import { NO_CONTENT, reservation } from './new-asset.ts'
import type { World } from '../worlds/world.ts'
import type { Worlds } from '../worlds/worlds.ts'

/** A reserved asset with its world. */
interface Reservation {
  readonly world: World
  readonly asset: AssetRecord
}

/** Where and how a file is uploaded. */
interface UploadAddress {
  readonly worldName: string
  readonly token: string
  readonly method: string
}

/** Receives, completes and retries uploads to reserved assets. */
export class AssetReservations {
  readonly #store: Store
  readonly #worlds: Worlds
  readonly #media: AssetMedia
  readonly #mutex: LimitFunction

  /** @param mutex spreads the inspection and storage of several large files over turns of the event loop */
  constructor(store: Store, worlds: Worlds, media: AssetMedia, mutex: LimitFunction) {
    this.#store = store
    this.#worlds = worlds
    this.#media = media
    this.#mutex = mutex
  }

  /**
   * Finds the asset of an upload URL.
   *
   * @throws ApiError 404 for an unknown upload URL, 409 for a used one, 403 for an expired one
   */
  async open(worldName: string, token: string): Promise<Reservation> {
    const world = await this.#worlds.find(worldName)
    const asset = world === null ? null : await this.#store.read(findAssetByToken(world.key, token))
    if (world === null || asset === null) throw notFound()
    refuseUpload(asset, world.clock.now())
    return { world, asset }
  }

  /**
   * Stores an uploaded file. `complete` reports a file that cannot be an asset.
   *
   * @throws ApiError 400 for a file that is too large, and as `open` does
   */
  async receive({ worldName, token, method }: UploadAddress, bytes: Uint8Array): Promise<void> {
    if (bytes.length > ASSET_BYTES_MAX) {
      throw validationError([{ field: 'file', message: 'At most 50 MB' }])
    }
    return this.#mutex(async () => {
      const { world, asset } = await this.open(worldName, token)
      await this.#keep({ world, asset }, token, bytes)
      world.transfers.record({ kind: 'upload', assetId: asset.id, method })
    })
  }

  async #keep({ world, asset }: Reservation, token: string, bytes: Uint8Array): Promise<void> {
    const { content, problem } = await this.#media.inspect(bytes, asset.uploadContentType)
    const now = world.clock.now()
    const step = (current: AssetRecord): AssetChange | null =>
      current.uploadToken === token && current.hash === null && !isExpired(current, now)
        ? { ...content, bytes, failureMessage: problem }
        : null
    const command = { world: world.key, id: asset.id, claim: null, step }
    const result = await this.#store.write(() => changeAsset(command, now))
    if (result.outcome === 'refused') refuseUpload(result.asset, now)
    if (result.outcome !== 'changed') throw notFound()
  }

  /**
   * Completes an upload: the asset becomes ready, or fails for an invalid file.
   *
   * @throws ApiError 404 for an unknown asset, 409 without an uploaded file and for a completed upload
   */
  async complete(caller: Caller, id: string, claim: IdempotencyClaim | null): Promise<AssetView> {
    return this.#change(caller, id, claim, completion, (view) => {
      if (view.status === 'pending_upload') return 'No file has been uploaded yet.'
      return view.status === 'ready'
        ? 'The upload is complete already.'
        : `The upload has failed, retry it: ${view.failureMessage}`
    })
  }

  /**
   * Creates a new upload URL for an asset that failed or expired.
   *
   * @throws ApiError 404 for an unknown asset, 409 for any other status
   */
  async retry(caller: Caller, id: string, claim: IdempotencyClaim | null): Promise<AssetView> {
    const { world, now } = caller
    const restart = (asset: AssetRecord): AssetChange | null =>
      viewAt(asset, now).status === 'failed'
        ? {
            status: 'pending_upload',
            failureMessage: null,
            bytes: null,
            ...NO_CONTENT,
            ...reservation(world, id, nextOrdinal(asset.attempts), now),
          }
        : null
    return this.#change(caller, id, claim, restart, ({ status }) => {
      return `Only a failed or expired upload can be retried, and this one is ${status}.`
    })
  }

  async #change(
    { world, now }: Caller,
    id: string,
    claim: IdempotencyClaim | null,
    step: (asset: AssetRecord) => AssetChange | null,
    reason: (view: AssetView) => string,
  ): Promise<AssetView> {
    const result = await this.#store.write(() => changeAsset({ world: world.key, id, claim, step }, now))
    switch (result.outcome) {
      case 'changed':
        return viewAt(result.asset, now)
      case 'refused':
        throw new ApiError('conflict', reason(viewAt(result.asset, now)))
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_asset':
        throw notFound()
    }
  }
}

function completion({ status, hash, failureMessage }: AssetRecord): AssetChange | null {
  if (status !== 'pending_upload' || hash === null) return null
  return failureMessage === null ? { status: 'ready' } : { status: 'failed', bytes: null, ...NO_CONTENT }
}

function refuseUpload(asset: AssetRecord, now: EpochMs): void {
  if (asset.status !== 'pending_upload' || asset.hash !== null) {
    throw new ApiError('conflict', 'This upload URL has been used.')
  }
  if (isExpired(asset, now)) throw new ApiError('forbidden', 'This upload URL has expired.')
}
