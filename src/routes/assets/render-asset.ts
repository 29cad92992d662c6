import type { Asset, AssetCreated, AssetListItem, AssetState } from '../../schemas/assets/asset.ts'
import { extensionOf, typeOfName } from '../../services/assets/asset-types.ts'
import type { AssetView } from '../../services/assets/asset-view.ts'
import type { UrlBase } from '../context.ts'
import { UPLOADS_PREFIX } from '../../kernel/paths.ts'

/** Returns the value of the form field `key`, which ties an upload to its reservation. */
export const uploadKey = (assetId: string): string => `uploads/${assetId}`

export function renderAssetCreated(asset: AssetView, base: UrlBase): AssetCreated {
  return {
    asset_id: asset.id,
    status: asset.status,
    uploaded_via: asset.uploadedVia,
    url: fileUrl(asset, base),
    visibility: 'workspace',
    workspace_id: asset.workspaceId,
    ...renderUpload(asset, base),
  }
}

export function renderAssetState(asset: AssetView, base: UrlBase): AssetState {
  return {
    asset_id: asset.id,
    status: asset.status,
    url: urlOf(asset, base),
    visibility: 'workspace',
    workspace_id: asset.workspaceId,
    failure_message: asset.failureMessage,
    ...renderUpload(asset, base),
  }
}

export function renderAsset(asset: AssetView, base: UrlBase): Asset {
  return {
    ...renderMembers(asset, base),
    created_at: new Date(asset.createdAt).toISOString(),
    failure_message: asset.failureMessage,
  }
}

export function renderAssetItem(asset: AssetView, base: UrlBase): AssetListItem {
  return {
    ...renderMembers(asset, base),
    created_at: asset.createdAt,
    node_id: null,
    project_id: asset.projectId,
  }
}

const renderMembers = (asset: AssetView, base: UrlBase) => ({
  asset_id: asset.id,
  status: asset.status,
  name: asset.fileName,
  description: asset.description,
  content_type: asset.contentType ?? asset.uploadContentType ?? 'application/octet-stream',
  upload_content_type: asset.uploadContentType,
  uploaded_via: asset.uploadedVia,
  url: urlOf(asset, base),
  size_bytes: asset.sizeBytes,
  width: asset.width,
  height: asset.height,
  workspace_id: asset.workspaceId,
})

/** Renders the upload URL until a file has arrived. */
function renderUpload(asset: AssetView, { origin, worldName }: UrlBase) {
  const { status, uploadToken, expiresAt, hash } = asset
  if (status !== 'pending_upload' || uploadToken === null || expiresAt === null || hash !== null) return {}
  const url = `${origin}${UPLOADS_PREFIX}/${worldName}/${uploadToken}`
  const fields = { key: uploadKey(asset.id) }
  return {
    expires_at: new Date(expiresAt).toISOString(),
    upload_page: url,
    // SDK 0.12 parses this text when `upload` is absent. The SDKs before it prefer `upload` too.
    upload_url: JSON.stringify({ url, fields }),
    upload: {
      url,
      method: 'POST' as const,
      content_type: 'multipart/form-data' as const,
      file_field: 'file' as const,
      form_fields: fields,
      // SDK 0.2 and FLORA's own check read these spellings.
      contentType: 'multipart/form-data' as const,
      fileField: 'file' as const,
      formFields: fields,
    },
  }
}

const urlOf = (asset: AssetView, base: UrlBase): string | null =>
  asset.status === 'ready' ? fileUrl(asset, base) : null

/** Returns the URL of the file. Its extension is informative: the route finds the file by id. */
export function fileUrl(asset: AssetView, { origin, worldName }: UrlBase): string {
  const type = asset.contentType ?? asset.uploadContentType ?? typeOfName(asset.fileName ?? '')
  return `${origin}/media/${worldName}/assets/${asset.id}.${extensionOf(type)}`
}
