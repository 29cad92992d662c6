import type { LimitFunction } from 'p-limit'
import { type ApiError, notFound, validationError } from '../../kernel/errors.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { AssetRecord } from '../../store/assets/asset-records.ts'
import { createAsset } from '../../store/assets/assets.ts'
import type { Store } from '../../store/store.ts'
import { workspaceOfProject } from '../../store/workspaces/projects.ts'
import { type AssetImports, nameOf, type Upload } from './asset-imports.ts'
import type { AssetMedia } from './asset-media.ts'
import { ASSET_TYPES, assetType } from './asset-types.ts'
import { checkWorkspace } from '../workspaces/check-workspace.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import { type AssetDetails, newAsset } from './new-asset.ts'
import type { World } from '../worlds/world.ts'

const MEGABYTE = 1024 * 1024
/** FLORA's limit for a file in the request itself. */
const DIRECT_BYTES_MAX = 4 * MEGABYTE

/** Matches types that clients and parsers send for a file of unknown type. */
const UNSPECIFIC_TYPE = /^\s*(application\/octet-stream|text\/plain)?\s*(;|$)/i

/** Creates assets: reserved, from a file in the request, or from a URL. Fields of problems are members of the request. */
export class AssetUploads {
  readonly #store: Store
  readonly #media: AssetMedia
  readonly #imports: AssetImports
  readonly #mutex: LimitFunction

  /** @param mutex spreads the inspection and storage of several large files over turns of the event loop */
  constructor(store: Store, media: AssetMedia, imports: AssetImports, mutex: LimitFunction) {
    this.#store = store
    this.#media = media
    this.#imports = imports
    this.#mutex = mutex
  }

  /**
   * Creates an asset whose file the client uploads later.
   *
   * @throws ApiError 404 for an unknown workspace or project, 400 for invalid details, 409 for an idempotency key that was
   *   used
   */
  async reserve({ world, now }: Caller, sent: AssetDetails): Promise<AssetRecord> {
    const details = { ...sent, contentType: declared(sent.contentType, 'content_type') }
    await this.#checkProject(world, details)
    const nothing = { source: 'signed_url', description: null, content: null, bytes: null } as const
    return this.#create(world, details, nothing, now)
  }

  /**
   * Creates an asset from a file in the request.
   *
   * @param partType content type of the form's part
   * @throws ApiError 400 for a file that is too large or invalid, and as `reserve` does
   */
  async store(
    { world, now }: Caller,
    sent: AssetDetails,
    file: Uint8Array,
    partType: string,
  ): Promise<AssetRecord> {
    const ownType = UNSPECIFIC_TYPE.test(partType) ? null : partType
    const contentType = declared(sent.contentType, 'content_type') ?? declared(ownType, 'file')
    if (file.length > DIRECT_BYTES_MAX) {
      throw invalid('file', 'At most 4 MB in the request itself; use source "signed-url" for larger files')
    }
    return this.#mutex(async () => {
      const { content, problem } = await this.#media.inspect(file, contentType)
      if (problem !== null) throw invalid('file', problem)
      const details = { ...sent, contentType }
      await this.#checkProject(world, details)
      const upload = { source: 'direct', description: null, content, bytes: file } as const
      return this.#create(world, details, upload, now)
    })
  }

  /**
   * Creates an asset from a URL, or from a placeholder when the download needs `--allow-egress`.
   *
   * @throws ApiError 400 for a file that is invalid or cannot be downloaded, and as `reserve` does
   */
  async import({ world, now }: Caller, sent: AssetDetails, url: string): Promise<AssetRecord> {
    const contentType = declared(sent.contentType, 'content_type')
    const details = { ...sent, contentType, fileName: sent.fileName ?? nameOf(url) }
    await this.#checkProject(world, details)
    return this.#imports.import({ url, contentType, isImage: false }, async (upload) =>
      this.#create(world, details, upload, now),
    )
  }

  async #checkProject(world: World, { workspaceId, projectId }: AssetDetails): Promise<void> {
    await checkWorkspace(this.#store, world, workspaceId)
    if (projectId === null) return
    const owner = await this.#store.read(workspaceOfProject(world.key, projectId))
    if (owner === null) throw notFound()
    if (owner !== workspaceId)
      throw invalid('project_id', 'Project does not belong to the specified workspace.')
  }

  async #create(
    world: World,
    details: AssetDetails,
    { bytes, ...origin }: Upload,
    createdAt: EpochMs,
  ): Promise<AssetRecord> {
    const build = (ordinal: number) => newAsset(world, details, { ...origin, createdAt }, ordinal)
    const command = { world: world.key, claim: details.claim, build, bytes }
    const result = await this.#store.write(() => createAsset(command, createdAt))
    switch (result.outcome) {
      case 'created':
        return result.asset
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_workspace':
        throw notFound()
    }
  }
}

const invalid = (field: string, message: string): ApiError => validationError([{ field, message }])

/**
 * Normalizes a declared type. Null for none.
 *
 * @throws ApiError 400 for a type that assets cannot have
 */
function declared(text: string | null, field: string): string | null {
  if (text === null) return null
  const type = assetType(text)
  if (type === null) {
    const message = `Content type must be one of ${ASSET_TYPES.join(', ')}`
    throw validationError([{ field, code: 'invalid_enum_value', message, validValues: ASSET_TYPES }])
  }
  return type
}
