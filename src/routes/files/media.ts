import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { sendFile } from '../../http/send-file.ts'
import type { Wait } from '../../kernel/clock.ts'
import type { Media } from '../../media/media.ts'
import type { Assets } from '../../services/assets/assets.ts'
import type { Outputs } from '../../services/runs/outputs.ts'
import { sendFaulty } from './faulty-media.ts'
import { noteDownload } from './note-download.ts'

interface MediaRoutesOptions {
  readonly outputs: Outputs
  readonly assets: Assets
  readonly media: Media
  readonly wait: Wait
}

interface FolderParams {
  readonly year?: string
  readonly month?: string
  readonly day?: string
}

/** Folders of output files, with their paths. The profile `measured` uses those of production. */
const FOLDERS: readonly (readonly [folder: (params: FolderParams) => string | null, path: string])[] = [
  [() => null, ''],
  [() => 'code-sandbox', '/code-sandbox'],
  [({ year, month, day }) => `node-outputs/${year}/${month}/${day}`, '/node-outputs/:year/:month/:day'],
]

/** Headers that web pages may read. */
const EXPOSED_HEADERS = ['accept-ranges', 'content-length', 'content-range', 'etag', 'request-id']

/** Serves files of runs and assets without an API key and to any web page, as FLORA does. */
export async function mediaRoutes(
  app: FastifyInstance,
  { outputs, assets, media, wait }: MediaRoutesOptions,
): Promise<void> {
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD'],
    exposedHeaders: EXPOSED_HEADERS,
    strictPreflight: false,
  })

  for (const [folder, path] of FOLDERS) {
    app.get<{ Params: { worldName: string; runId: string; fileName: string } & FolderParams }>(
      `/:worldName${path}/:runId/:fileName`,
      async (request, reply) => {
        const { params } = request
        const output = await outputs.find({ ...params, folder: folder(params) })
        noteDownload(reply, output.transfers, params)
        const file = media.file(output)
        const { fault } = output.output
        return fault === undefined ? sendFile(request, reply, file) : sendFaulty(reply, file, fault, wait)
      },
    )
  }

  app.get<{ Params: { worldName: string; fileName: string } }>(
    '/:worldName/assets/:fileName',
    async (request, reply) => {
      const { worldName, fileName } = request.params
      const { contentType, hash, bytes } = await assets.file(worldName, fileName.split('.', 1)[0] ?? '')
      return sendFile(request, reply, { contentType, tag: hash, bytes: async () => bytes })
    },
  )
}
