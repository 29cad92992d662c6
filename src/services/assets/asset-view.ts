import type { EpochMs } from '../../kernel/units.ts'
import type { AssetRecord } from '../../store/assets/asset-records.ts'

/** An asset with its status at one instant. */
export type AssetView = AssetRecord

const EXPIRED = 'The upload URL expired before a file arrived.'

/** Derives the status: an expired reservation has failed. Hides the failure message until the upload is completed. */
export function viewAt(asset: AssetRecord, now: EpochMs): AssetView {
  if (asset.status !== 'pending_upload') return asset
  return isExpired(asset, now)
    ? { ...asset, status: 'failed', failureMessage: EXPIRED }
    : { ...asset, failureMessage: null }
}

/** Returns true for a reservation without a file whose upload URL has expired. With a file it never expires. */
export const isExpired = ({ hash, expiresAt }: AssetRecord, now: EpochMs): boolean =>
  hash === null && expiresAt !== null && expiresAt <= now
