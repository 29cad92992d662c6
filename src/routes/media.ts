import type { FastifyInstance } from 'fastify'
import type { Media } from '../media/media.ts'
import type { Outputs } from '../services/outputs.ts'
import { handleErrors } from '../http/error-handler.ts'

interface MediaRoutesOptions {
  readonly outputs: Outputs
  readonly media: Media
}

/** The files of completed runs: public, as FLORA's are, and readable from any web page. */
export async function mediaRoutes(
  app: FastifyInstance,
  { outputs, media }: MediaRoutesOptions,
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
}
