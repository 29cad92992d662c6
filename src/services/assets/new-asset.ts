import { instantAfter } from '../../kernel/instants.ts'
import { seededId } from '../../kernel/ids.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type {
  AssetContent,
  AssetReservation,
  AssetSource,
  NewAsset,
} from '../../store/assets/asset-records.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { World } from '../worlds/world.ts'

/** Lifetime of an upload URL, by the clock of the world. FLORA publishes none; a user measured 15 minutes. */
const RESERVATION_MS = { docs: 60 * 60 * 1000, measured: 15 * 60 * 1000 }

/** Members of an asset that the client chooses. */
export interface AssetDetails {
  readonly workspaceId: string
  readonly projectId: string | null
  readonly folder: string | null
  readonly fileName: string | null
  /** Declared by the client. */
  readonly contentType: string | null
  readonly claim: IdempotencyClaim | null
}

/** Content of an asset without a file. */
export const NO_CONTENT: AssetContent = {
  contentType: null,
  sizeBytes: null,
  width: null,
  height: null,
  hash: null,
}

const NO_RESERVATION: AssetReservation = { expiresAt: null, uploadToken: null, attempts: 0 }

/** The origin of a new asset. */
export interface AssetOrigin {
  readonly source: AssetSource
  readonly description: string | null
  /** Null for an asset whose file is uploaded later. */
  readonly content: AssetContent | null
  readonly createdAt: EpochMs
}

/**
 * Builds the record of an asset.
 *
 * @param ordinal seeds the id
 */
export function newAsset(
  world: World,
  details: AssetDetails,
  origin: AssetOrigin,
  ordinal: number,
): NewAsset {
  const id = seededId('asset', world.seed, ordinal)
  const { source, description, content, createdAt } = origin
  const { workspaceId, projectId, folder, fileName, contentType } = details
  return {
    id,
    workspaceId,
    projectId,
    folder,
    fileName,
    description,
    uploadContentType: contentType,
    uploadedVia: source,
    createdAt,
    failureMessage: null,
    status: content === null ? 'pending_upload' : 'ready',
    ...(content ?? NO_CONTENT),
    ...(content === null ? reservation(world, id, 1, createdAt) : NO_RESERVATION),
  }
}

/** Creates the reservation of an asset. Every attempt has its own token. */
export function reservation(
  { seed, profile }: World,
  assetId: string,
  attempts: number,
  now: EpochMs,
): AssetReservation {
  return {
    expiresAt: instantAfter(now, RESERVATION_MS[profile]),
    uploadToken: seededId('upload', `${seed}/${assetId}`, attempts),
    attempts,
  }
}
