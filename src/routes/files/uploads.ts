import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { required, validationError } from '../../kernel/errors.ts'
import { FormFile, parseMultipart } from '../../http/multipart-body.ts'
import { readBody } from '../../http/read-body.ts'
import type { AssetReservations } from '../../services/assets/asset-reservations.ts'
import { UPLOAD_PAGE_HEADERS, uploadPage } from './upload-page.ts'
import { uploadKey } from '../assets/render-asset.ts'

interface UploadRoutesOptions {
  readonly reservations: AssetReservations
}

interface UploadRoute {
  readonly Params: { readonly worldName: string; readonly token: string }
  readonly Body: Buffer<ArrayBuffer> | undefined
}

/** FLORA's limit of 50 MB for files, and 1 MB for the other parts of a form. */
const BODY_BYTES_MAX = 51 * 1024 * 1024

/** Receives the files of reserved assets. Needs no API key, as production's object store. */
export async function uploadRoutes(
  app: FastifyInstance,
  { reservations }: UploadRoutesOptions,
): Promise<void> {
  await app.register(cors, { origin: '*', methods: ['POST', 'PUT'], strictPreflight: false })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async ({ headers }: FastifyRequest, payload: Readable) =>
    readBody(payload, headers, BODY_BYTES_MAX),
  )

  app.get<UploadRoute>('/:worldName/:token', async ({ params: { worldName, token } }, reply) => {
    const { asset } = await reservations.open(worldName, token)
    return reply
      .headers(UPLOAD_PAGE_HEADERS)
      .type('text/html; charset=utf-8')
      .send(uploadPage(uploadKey(asset.id)))
  })

  app.put<UploadRoute>('/:worldName/:token', async ({ params, method, body }, reply) => {
    await reservations.receive({ ...params, method }, body ?? Buffer.alloc(0))
    return reply.code(204).send()
  })

  app.post<UploadRoute>('/:worldName/:token', async ({ params, method, headers, body }, reply) => {
    const { worldName, token } = params
    const { asset } = await reservations.open(worldName, token)
    const form = body ?? Buffer.alloc(0)
    const bytes = await fileOf(form, headers['content-type'] ?? '', uploadKey(asset.id))
    await reservations.receive({ ...params, method }, bytes)
    return reply.code(204).send()
  })
}

/**
 * Returns the file of a form. Object stores ignore fields after the file, so the key must precede it.
 *
 * @throws ApiError 400 without a file or its key
 */
async function fileOf(body: Buffer<ArrayBuffer>, contentType: string, key: string): Promise<Uint8Array> {
  const parts = await parseMultipart(body, contentType)
  const index = parts.findIndex(([name, value]) => name === 'file' && value instanceof FormFile)
  const file = parts[index]?.[1]
  const before = parts.slice(0, Math.max(0, index))
  const problems = [
    ...(file instanceof FormFile ? [] : [required('file')]),
    ...(before.some(([name, value]) => name === 'key' && value === key)
      ? []
      : [{ field: 'key', message: 'Must be the value of upload.form_fields.key, and precede the file' }]),
  ]
  if (problems.length > 0 || !(file instanceof FormFile)) throw validationError(problems)
  return file.bytes
}
