import type { FastifyInstance } from 'fastify'
import type { Media } from '../media/media.ts'
import type { Assets } from '../services/assets.ts'
import type { Outputs } from '../services/outputs.ts'
import { handleErrors } from '../http/error-handler.ts'

interface MediaRoutesOptions {
  readonly outputs: Outputs
  readonly assets: Assets
  readonly media: Media
}

/** The files of completed runs and of assets: public, as FLORA's are, and readable from any web page. */
export async function mediaRoutes(
  app: FastifyInstance,
  { outputs, assets, media }: MediaRoutesOptions,
): Promise<void> {
  handleErrors(app)
  app.get<{ Params: { worldName: string; runId: string; fileName: string } }>(
    '/:worldName/:runId/:fileName',
    async ({ params }, reply) => {
      reply.header('access-control-allow-origin', '*')
      const { contentType, bytes } = await media.render(await outputs.find(params))
      return reply.type(contentType).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    },
  )

  app.get<{ Params: { worldName: string; fileName: string } }>(
    '/:worldName/assets/:fileName',
    async ({ params: { worldName, fileName } }, reply) => {
      // Strangers' files are shown from an address that belongs to this machine.
      reply.header('access-control-allow-origin', '*').header('x-content-type-options', 'nosniff')
      const { contentType, bytes } = await assets.file(worldName, fileName.split('.', 1)[0] ?? '')
      return reply.type(contentType).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    },
  )
}
