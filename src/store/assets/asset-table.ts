import type Database from 'better-sqlite3'
import { epochMs } from '../../kernel/units.ts'
import type {
  AssetQuery,
  AssetRecord,
  AssetSource,
  AssetStatus,
  NewAsset,
  Page,
  WorldKey,
} from '../records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

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

export class AssetTable {
  readonly #db
  readonly #find
  readonly #findByToken
  readonly #lastOrdinal
  readonly #insert
  readonly #save
  readonly #bytes
  readonly #putBytes
  readonly #deleteBytes

  constructor(db: Database.Database) {
    this.#db = db
    this.#find = db.prepare<[number, string], Row>('SELECT * FROM assets WHERE world = ? AND id = ?')
    this.#findByToken = db.prepare<[number, string], Row>(
      'SELECT * FROM assets WHERE world = ? AND upload_token = ?',
    )
    this.#lastOrdinal = db
      .prepare<[number], number>('SELECT ordinal FROM assets WHERE world = ? ORDER BY ordinal DESC LIMIT 1')
      .pluck()
    this.#insert = db.prepare<[object]>(
      `INSERT INTO assets (world, ordinal, id, workspace_id, project_id, folder, file_name, name_folded, description,
         content_type, upload_content_type, status, uploaded_via, size_bytes, width, height, hash, created_at,
         expires_at, upload_token, attempts, failure_message)
       VALUES (@world, @ordinal, @id, @workspaceId, @projectId, @folder, @fileName, @folded, @description,
         @contentType, @uploadContentType, @status, @uploadedVia, @sizeBytes, @width, @height, @hash, @createdAt,
         @expiresAt, @uploadToken, @attempts, @failureMessage)`,
    )
    this.#save = db.prepare<[object]>(
      `UPDATE assets SET content_type = @contentType, status = @status, size_bytes = @sizeBytes, width = @width,
         height = @height, hash = @hash, expires_at = @expiresAt, upload_token = @uploadToken, attempts = @attempts,
         failure_message = @failureMessage
       WHERE world = @world AND ordinal = @ordinal`,
    )
    this.#bytes = db
      .prepare<[number, number], Buffer>('SELECT bytes FROM asset_bytes WHERE world = ? AND ordinal = ?')
      .pluck()
    this.#putBytes = db.prepare<[number, number, Buffer]>(
      'INSERT OR REPLACE INTO asset_bytes (world, ordinal, bytes) VALUES (?, ?, ?)',
    )
    this.#deleteBytes = db.prepare<[number, number]>(
      'DELETE FROM asset_bytes WHERE world = ? AND ordinal = ?',
    )
  }

  find(world: WorldKey, id: string): AssetRecord | null {
    const row = this.#find.get(world, id)
    return row === undefined ? null : toRecord(row)
  }

  findByToken(world: WorldKey, token: string): AssetRecord | null {
    const row = this.#findByToken.get(world, token)
    return row === undefined ? null : toRecord(row)
  }

  list({ world, workspaceId, projectId, search, before, limit }: AssetQuery): Page<AssetRecord> {
    const filter = { world, workspaceId, projectId, search: search === null ? null : fold(search) }
    // Only the conditions that are asked for, so that the index of each can be used.
    const matching = [
      'FROM assets WHERE world = @world',
      workspaceId === null ? '' : 'AND workspace_id = @workspaceId',
      projectId === null ? '' : 'AND project_id = @projectId',
      search === null ? '' : 'AND instr(name_folded, @search) > 0',
    ].join(' ')
    const older = before === null ? '' : 'AND ordinal < @before'
    const rows = this.#db
      .prepare<[object], Row>(`SELECT * ${matching} ${older} ORDER BY ordinal DESC ${LIMIT}`)
      .all({ ...filter, before, limit: limit + 1 })
    const total = this.#db.prepare<[object], number>(`SELECT count(*) ${matching}`).pluck().get(filter)
    return { rows: rows.slice(0, limit).map(toRecord), more: rows.length > limit, total: total ?? 0 }
  }

  nextOrdinal(world: WorldKey): number {
    return (this.#lastOrdinal.get(world) ?? 0) + 1
  }

  insert(world: WorldKey, ordinal: number, asset: NewAsset, bytes: Uint8Array | null): AssetRecord {
    this.#insert.run({ ...asset, world, ordinal, folded: fold(asset.fileName ?? '') })
    if (bytes !== null) this.putBytes(world, ordinal, bytes)
    return { ...asset, ordinal }
  }

  /** Writes what can change about an asset. */
  save(world: WorldKey, asset: AssetRecord): void {
    this.#save.run({ ...asset, world })
  }

  bytes(world: WorldKey, ordinal: number): Uint8Array | null {
    return this.#bytes.get(world, ordinal) ?? null
  }

  /** Null deletes them. */
  putBytes(world: WorldKey, ordinal: number, bytes: Uint8Array | null): void {
    if (bytes === null) this.#deleteBytes.run(world, ordinal)
    else this.#putBytes.run(world, ordinal, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

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
