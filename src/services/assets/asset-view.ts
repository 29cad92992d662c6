import type { EpochMs } from '../../kernel/units.ts'
import type { AssetRecord } from '../../store/assets/asset-records.ts'

/** An asset as it is at one instant. */
export type AssetView = AssetRecord

const EXPIRED = 'The upload URL expired before a file arrived.'

/** A reservation that nobody used in time has failed; until an upload is completed, what is wrong with it is not told. */
export function viewAt(asset: AssetRecord, now: EpochMs): AssetView {
  if (asset.status !== 'pending_upload') return asset
  return isExpired(asset, now)
    ? { ...asset, status: 'failed', failureMessage: EXPIRED }
    : { ...asset, failureMessage: null }
}

/** True for a reservation that can no longer be used; a file that arrived in time can be completed whenever. */
export const isExpired = ({ hash, expiresAt }: AssetRecord, now: EpochMs): boolean =>
  hash === null && expiresAt !== null && expiresAt <= now
