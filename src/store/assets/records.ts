import type { EpochMs } from '../../kernel/units.ts'

export type AssetStatus = 'pending_upload' | 'ready' | 'failed'
export type AssetSource = 'url' | 'signed_url' | 'direct'

/** What is known about the bytes of an asset; all null while there are none. */
export interface AssetContent {
  readonly contentType: string | null
  readonly sizeBytes: number | null
  readonly width: number | null
  readonly height: number | null
  /** SHA-256 in hexadecimal. */
  readonly hash: string | null
}

/** Where and until when the bytes may be uploaded; null for assets that came with theirs. */
export interface AssetReservation {
  readonly expiresAt: EpochMs | null
  /** Kept when it has been used. */
  readonly uploadToken: string | null
  /** Reservations so far. */
  readonly attempts: number
}

export interface NewAsset extends AssetContent, AssetReservation {
  readonly id: string
  readonly workspaceId: string
  readonly projectId: string | null
  readonly folder: string | null
  readonly fileName: string | null
  readonly description: string | null
  /** What the client said it would be. */
  readonly uploadContentType: string | null
  readonly status: AssetStatus
  readonly uploadedVia: AssetSource
  readonly createdAt: EpochMs
  /** Known when the bytes arrive; the status follows when the upload is completed. */
  readonly failureMessage: string | null
}

export interface AssetRecord extends NewAsset {
  /** Counts the world's assets in order of creation, from 1. */
  readonly ordinal: number
}

/** An asset that is there from the beginning. */
export interface SampleAsset {
  readonly asset: NewAsset
  readonly bytes: Uint8Array
}

/** What becomes of an asset. */
export interface AssetChange extends Partial<AssetContent & AssetReservation> {
  readonly status?: AssetStatus
  readonly failureMessage?: string | null
  /** Absent: as they were. Null: deleted. */
  readonly bytes?: Uint8Array | null
}
