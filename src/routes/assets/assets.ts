import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { FormFile, formObject, parseMultipart } from '../../http/multipart-body.ts'
import { readBody } from '../../http/read-body.ts'
import {
  Asset,
  AssetCreated,
  AssetForm,
  AssetPage,
  AssetQuery,
  AssetRequest,
  AssetState,
} from '../../schemas/assets/asset.ts'
import { AssetId, ref, withExample } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { AssetDetails } from '../../services/assets/new-asset.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { renderAsset, renderAssetCreated, renderAssetItem, renderAssetState } from './render-asset.ts'

const tags = ['Assets']
const params = Type.Object({ assetId: AssetId })
/** Larger than FLORA's limit, so that a form with a file that is too large is answered with a problem of `file`. */
const FORM_BYTES_MAX = 64 * 1024 * 1024

const uploadAsset = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'uploadAsset',
  summary: 'Upload a file',
  description:
    'Takes the file in a form, downloads it from a URL, or reserves an upload URL for it. Without `--allow-egress`, a file outside this machine is replaced by a placeholder.',
  body: {
    content: {
      'application/json': { schema: ref(AssetRequest) },
      'multipart/form-data': { schema: ref(AssetForm) },
    },
  },
  response: answers(201, AssetCreated),
}

const listAssets = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listAssets',
  summary: 'List assets',
  description: 'Returns uploaded files, newest first.',
  querystring: AssetQuery,
  response: answers(200, AssetPage),
}

const getAsset = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getAsset',
  summary: 'Read an asset',
  description: 'Answers 404 to assets that do not exist and to those of another world.',
  params,
  response: answers(200, Asset),
}

const completeAssetUpload = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'completeAssetUpload',
  summary: 'Complete an upload',
  description: 'Call it after the file is uploaded. A file that cannot be an asset fails the upload.',
  params: Type.Object({ assetId: withExample(AssetId, 'asset_uploaded123') }),
  response: answers(200, AssetState),
}

const retryAssetUpload = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'retryAssetUpload',
  summary: 'Retry an upload',
  description: 'Returns a new upload URL for an asset that failed or whose upload URL expired.',
  params: Type.Object({ assetId: withExample(AssetId, 'asset_failed123') }),
  response: answers(200, AssetState),
}

/** Registers routes with a parser for forms. Needs a scope of its own, because other routes must not parse forms. */
export function assetRoutes(api: Api, services: Services): void {
  const { assets, assetReservations, attachments } = services
  api.addContentTypeParser('multipart/form-data', async ({ headers }: FastifyRequest, payload: Readable) => {
    const body = await readBody(payload, headers, FORM_BYTES_MAX)
    return formObject(await parseMultipart(body, headers['content-type'] ?? ''), 'file')
  })
  uploadRoute(api, services)

  api.get('/assets', { schema: listAssets }, async (request): Promise<AssetPage> => {
    const caller = callerOf(request)
    const { query } = request
    const page = await assets.list(caller, {
      workspaceId: query.workspace_id ?? null,
      projectId: query.project_id ?? null,
      search: query.query ?? null,
      ...sliceOf(caller.world, 'assets', query),
    })
    const base = urlBaseOf(request)
    return {
      assets: page.rows.map((asset) => renderAssetItem(asset, base)),
      meta: metaOf(caller.world, 'assets', page, page.rows.at(-1)?.ordinal),
    }
  })

  api.get('/assets/:assetId', { schema: getAsset }, async (request): Promise<Asset> => {
    return renderAsset(await assets.get(callerOf(request), request.params.assetId), urlBaseOf(request))
  })

  api.post(
    '/assets/:assetId/complete',
    { schema: completeAssetUpload },
    async (request): Promise<AssetState> => {
      const caller = callerOf(request)
      const {
        params: { assetId },
        claim,
      } = request
      const asset = await assetReservations.complete(caller, assetId, claim)
      await attachments.show(caller, asset)
      return renderAssetState(asset, urlBaseOf(request))
    },
  )

  api.post('/assets/:assetId/retry', { schema: retryAssetUpload }, async (request): Promise<AssetState> => {
    const caller = callerOf(request)
    const {
      params: { assetId },
      claim,
    } = request
    return renderAssetState(await assetReservations.retry(caller, assetId, claim), urlBaseOf(request))
  })
}

function uploadRoute(api: Api, { assetUploads, attachments }: Services): void {
  api.post(
    '/assets',
    { schema: uploadAsset, onRequest: normalizeContentType },
    async (request, reply): Promise<AssetCreated> => {
      const caller = callerOf(request)
      const { claim } = request
      // Validated by the schema of its content type.
      const body = request.body as AssetRequest | AssetForm
      const details = detailsOf(body, claim)
      const upload = async () => {
        if ('file' in body && body.file instanceof FormFile) {
          const fileName = details.fileName ?? (body.file.name || null)
          return assetUploads.store(caller, { ...details, fileName }, body.file.bytes, body.file.type)
        }
        const { source } = body as AssetRequest
        if (source === 'signed-url') return assetUploads.reserve(caller, details)
        return assetUploads.import(caller, details, source)
      }
      const asset = await upload()
      // A new asset has a description only when it is a placeholder.
      request.note = asset.description
      await attachments.show(caller, asset)
      reply.code(201)
      return renderAssetCreated(asset, urlBaseOf(request))
    },
  )
}

/** Sets the content type of every body but a form to JSON, because Fastify selects the schema by content type. */
const normalizeContentType: onRequestHookHandler = ({ headers }, _reply, done) => {
  if (!/^\s*multipart\/form-data\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    headers['content-type'] = 'application/json'
  }
  done()
}

const detailsOf = (body: AssetRequest | AssetForm, claim: IdempotencyClaim | null): AssetDetails => ({
  workspaceId: body.workspace_id,
  projectId: body.project_id ?? null,
  folder: body.folder ?? null,
  fileName: body.file_name ?? null,
  contentType: body.content_type ?? null,
  claim,
})
