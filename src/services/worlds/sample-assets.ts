import { seededId } from '../../kernel/ids.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { NewAsset, SampleAsset } from '../../store/assets/asset-records.ts'
import { NO_CONTENT } from '../assets/new-asset.ts'
import type { Fixtures } from './fixtures.ts'

type Fixture = NonNullable<Fixtures['world']['assets']>[number]

/** Builds the assets of the fixtures. Their file is the shipped picture. */
export function sampleAssets(
  { world, picture }: Fixtures,
  seed: string,
  ago: (seconds: number) => EpochMs,
): SampleAsset[] {
  return (world.assets ?? []).map((asset) => {
    const createdAt = ago(asset.created_seconds_ago)
    const isFailed = asset.status === 'failed'
    return {
      bytes: isFailed ? null : picture.bytes,
      asset: {
        ...(isFailed ? NO_CONTENT : picture.content),
        id: asset.asset_id,
        workspaceId: asset.workspace_id,
        projectId: asset.project_id,
        folder: null,
        fileName: asset.file_name,
        description: asset.description,
        uploadContentType: picture.content.contentType,
        createdAt,
        ...progressOf(asset, seed, createdAt),
      },
    }
  })
}

type Progress = Pick<
  NewAsset,
  'status' | 'uploadedVia' | 'expiresAt' | 'uploadToken' | 'attempts' | 'failureMessage'
>

const READY: Progress = {
  status: 'ready',
  uploadedVia: 'direct',
  expiresAt: null,
  uploadToken: null,
  attempts: 0,
  failureMessage: null,
}

function progressOf({ status, asset_id: id }: Fixture, seed: string, createdAt: EpochMs): Progress {
  if (status === undefined || status === 'ready') return READY
  const reserved = {
    uploadedVia: 'signed_url',
    expiresAt: createdAt,
    uploadToken: seededId('upload', `${seed}/${id}`, 1),
    attempts: 1,
  } as const
  return status === 'uploaded'
    ? { ...reserved, status: 'pending_upload', failureMessage: null }
    : { ...reserved, status: 'failed', failureMessage: 'The file is no image, video, audio or PDF.' }
}
