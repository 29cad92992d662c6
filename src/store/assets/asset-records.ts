import type { EpochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim } from '../requests/idempotency-keys.ts'
import type { Slice } from '../store.ts'
import type { WorldKey } from '../worlds/world-records.ts'

export type AssetStatus = 'pending_upload' | 'ready' | 'failed'
export type AssetSource = 'url' | 'signed_url' | 'direct'

/** Facts about the bytes of an asset; all null while there are none. */
export interface AssetContent {
  readonly contentType: string | null
  readonly sizeBytes: number | null
  /** In pixels. */
  readonly width: number | null
  readonly height: number | null
  /** SHA-256 in hexadecimal. */
  readonly hash: string | null
}

/** Where and until when the bytes may be uploaded; null for assets that came with theirs. */
export interface AssetReservation {
  readonly expiresAt: EpochMs | null
  /** Last part of the upload URL. Kept after use. */
  readonly uploadToken: string | null
  /** Number of reservations so far. */
  readonly attempts: number
}

export interface NewAsset extends AssetContent, AssetReservation {
  readonly id: string
  readonly workspaceId: string
  readonly projectId: string | null
  readonly folder: string | null
  readonly fileName: string | null
  readonly description: string | null
  /** Content type that the client declared. */
  readonly uploadContentType: string | null
  readonly status: AssetStatus
  readonly uploadedVia: AssetSource
  readonly createdAt: EpochMs
  /** Known when the bytes arrive; the status follows when the upload is completed. */
  readonly failureMessage: string | null
}

export interface AssetRecord extends NewAsset {
  /** Counts the assets of a world in order of creation, from 1. */
  readonly ordinal: number
}

/** An asset of the fixtures. */
export interface SampleAsset {
  readonly asset: NewAsset
  readonly bytes: Uint8Array | null
}

/** A change of an asset. Absent members stay as they are. */
export interface AssetChange extends Partial<AssetContent & AssetReservation> {
  readonly status?: AssetStatus
  readonly failureMessage?: string | null
  /** Null deletes the bytes. */
  readonly bytes?: Uint8Array | null
}

export interface AssetQuery extends Slice {
  readonly world: WorldKey
  readonly workspaceId: string | null
  readonly projectId: string | null
  /** Part of the file name, in any case; null for all. */
  readonly search: string | null
}

export interface CreateAsset {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the ordinal of the asset. */
  readonly build: (ordinal: number) => NewAsset
  /** Null for an asset that is uploaded later. */
  readonly bytes: Uint8Array | null
}

export type CreateAssetResult =
  | { readonly outcome: 'created'; readonly asset: AssetRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }

export interface ChangeAsset {
  readonly world: WorldKey
  readonly id: string
  readonly claim: IdempotencyClaim | null
  /** Pure. Null refuses the change. */
  readonly step: (asset: AssetRecord) => AssetChange | null
}

export type ChangeAssetResult =
  | { readonly outcome: 'changed'; readonly asset: AssetRecord }
  | { readonly outcome: 'refused'; readonly asset: AssetRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_asset' }
