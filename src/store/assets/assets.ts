import { nextOrdinal } from '../../kernel/ordinals.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import { isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import { execute, getRow, getRows, PAGE, type Steps } from '../sql.ts'
import { type Page, pageOf } from '../store.ts'
import { containing, fold } from '../text-search.ts'
import { findWorkspace } from '../workspaces/workspaces.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type {
  AssetQuery,
  AssetRecord,
  AssetSource,
  AssetStatus,
  ChangeAsset,
  ChangeAssetResult,
  CreateAsset,
  CreateAssetResult,
  NewAsset,
} from './asset-records.ts'

interface Row {
  ordinal: number
  id: string
  workspace_id: string
  project_id: string | null
  folder: string | null
  file_name: string | null
  description: string | null
  content_type: string | null
  upload_content_type: string | null
  status: AssetStatus
  uploaded_via: AssetSource
  size_bytes: number | null
  width: number | null
  height: number | null
  hash: string | null
  created_at: number
  expires_at: number | null
  upload_token: string | null
  attempts: number
  failure_message: string | null
}

export function* findAsset(world: WorldKey, id: string): Steps<AssetRecord | null> {
  const row = yield* getRow<Row>('SELECT * FROM assets WHERE world = @world AND id = @id', { world, id })
  return row === null ? null : toRecord(row)
}

/** By the token of its upload URL. */
export function* findAssetByToken(world: WorldKey, token: string): Steps<AssetRecord | null> {
  const text = 'SELECT * FROM assets WHERE world = @world AND upload_token = @token'
  const row = yield* getRow<Row>(text, { world, token })
  return row === null ? null : toRecord(row)
}

/** Newest first. */
export function* listAssets(query: AssetQuery): Steps<Page<AssetRecord>> {
  const { world, workspaceId, projectId, before, offset, limit } = query
  const search = query.search === null ? null : containing(query.search)
  // Only the conditions that are asked for, so that each can use its index.
  const matching = [
    'FROM assets WHERE world = @world',
    workspaceId === null ? '' : 'AND workspace_id = @workspaceId',
    projectId === null ? '' : 'AND project_id = @projectId',
    search === null ? '' : "AND name_folded LIKE @search ESCAPE '\\'",
  ].join(' ')
  const older = before === null ? '' : 'AND ordinal < @before'
  const filter = { world, workspaceId, projectId, search }
  const rows = yield* getRows<Row>(`SELECT * ${matching} ${older} ORDER BY ordinal DESC ${PAGE}`, {
    ...filter,
    before,
    offset,
    limit: limit + 1,
  })
  const counted = yield* getRow<{ count: number }>(`SELECT count(*) AS count ${matching}`, filter)
  return pageOf(rows.map(toRecord), limit, counted?.count ?? 0)
}

/** Null while there are none. */
export function* readAssetBytes(world: WorldKey, ordinal: number): Steps<Uint8Array | null> {
  const text = 'SELECT bytes FROM asset_bytes WHERE world = @world AND ordinal = @ordinal'
  return (yield* getRow<{ bytes: Uint8Array }>(text, { world, ordinal }))?.bytes ?? null
}

export function* createAsset(command: CreateAsset, now: EpochMs): Steps<CreateAssetResult> {
  const { world, claim, build, bytes } = command
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  const last = yield* getRow<{ ordinal: number }>(
    'SELECT ordinal FROM assets WHERE world = @world ORDER BY ordinal DESC LIMIT 1',
    { world },
  )
  const ordinal = nextOrdinal(last?.ordinal)
  const asset = build(ordinal)
  if ((yield* findWorkspace(world, asset.workspaceId)) === null) return { outcome: 'unknown_workspace' }
  if (claim !== null) yield* takeClaim(world, claim, now)
  return { outcome: 'created', asset: yield* insertAsset(world, ordinal, asset, bytes) }
}

export function* changeAsset(command: ChangeAsset, now: EpochMs): Steps<ChangeAssetResult> {
  const { world, id, claim, step } = command
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  const before = yield* findAsset(world, id)
  if (before === null) return { outcome: 'unknown_asset' }
  const change = step(before)
  if (change === null) return { outcome: 'refused', asset: before }
  if (claim !== null) yield* takeClaim(world, claim, now)
  const { bytes, ...members } = change
  const asset = { ...before, ...members }
  yield* updateAsset(world, asset)
  if (bytes !== undefined) yield* saveBytes(world, asset.ordinal, bytes)
  return { outcome: 'changed', asset }
}

export function* insertAsset(
  world: WorldKey,
  ordinal: number,
  asset: NewAsset,
  bytes: Uint8Array | null,
): Steps<AssetRecord> {
  yield* execute(
    `INSERT INTO assets (world, ordinal, id, workspace_id, project_id, folder, file_name, name_folded, description,
       content_type, upload_content_type, status, uploaded_via, size_bytes, width, height, hash, created_at,
       expires_at, upload_token, attempts, failure_message)
     VALUES (@world, @ordinal, @id, @workspaceId, @projectId, @folder, @fileName, @folded, @description,
       @contentType, @uploadContentType, @status, @uploadedVia, @sizeBytes, @width, @height, @hash, @createdAt,
       @expiresAt, @uploadToken, @attempts, @failureMessage)`,
    { ...asset, world, ordinal, folded: fold(asset.fileName ?? '') },
  )
  if (bytes !== null) yield* saveBytes(world, ordinal, bytes)
  return { ...asset, ordinal }
}

/** Writes what can change about an asset. */
function* updateAsset(world: WorldKey, asset: AssetRecord): Steps<void> {
  yield* execute(
    `UPDATE assets SET content_type = @contentType, status = @status, size_bytes = @sizeBytes, width = @width,
       height = @height, hash = @hash, expires_at = @expiresAt, upload_token = @uploadToken, attempts = @attempts,
       failure_message = @failureMessage
     WHERE world = @world AND ordinal = @ordinal`,
    { ...asset, world },
  )
}

/** @param bytes null deletes them */
function* saveBytes(world: WorldKey, ordinal: number, bytes: Uint8Array | null): Steps<void> {
  yield* execute('DELETE FROM asset_bytes WHERE world = @world AND ordinal = @ordinal', { world, ordinal })
  if (bytes === null) return
  yield* execute('INSERT INTO asset_bytes (world, ordinal, bytes) VALUES (@world, @ordinal, @bytes)', {
    world,
    ordinal,
    bytes,
  })
}

const toRecord = (row: Row): AssetRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  projectId: row.project_id,
  folder: row.folder,
  fileName: row.file_name,
  description: row.description,
  contentType: row.content_type,
  uploadContentType: row.upload_content_type,
  status: row.status,
  uploadedVia: row.uploaded_via,
  sizeBytes: row.size_bytes,
  width: row.width,
  height: row.height,
  hash: row.hash,
  createdAt: epochMs(row.created_at),
  expiresAt: row.expires_at === null ? null : epochMs(row.expires_at),
  uploadToken: row.upload_token,
  attempts: row.attempts,
  failureMessage: row.failure_message,
})
