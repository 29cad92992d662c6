import { readFile } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../kernel/errors.ts'
import { isKnown } from '../http/etag.ts'
import type { StaticFile, StaticFiles } from '../http/static-files.ts'
import type { Api } from '../http/typed-fastify.ts'
import { packageFile } from '../config/package-root.ts'
import { API_PREFIX } from '../kernel/paths.ts'

/** Allows files and answers of this server only, and forbids inline scripts, inline styles and frames. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of every page and of its files. */
export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** For files that are named after their contents. */
const KEEP_FOREVER = 'public, max-age=31536000, immutable'

/** Serves the dashboard and the reference of both APIs; 404 when they are not built. */
export function pageRoutes(app: Api, files: StaticFiles): void {
  app.get('/', async (request, reply) => send(await files.find('index.html'), 'no-cache', request, reply))
  app.get('/docs', async (request, reply) => send(await files.find('docs.html'), 'no-cache', request, reply))
  app.get<{ Params: { name: string } }>('/dashboard/:name', async (request, reply) => {
    return send(await files.find(request.params.name), KEEP_FOREVER, request, reply)
  })

  app.get('/docs/openapi.json', async () => {
    const document = await readApiDocument()
    // The document names the default address, but the page may call only its own origin.
    return { ...document, servers: [{ url: API_PREFIX }] }
  })
}

/** Reads the OpenAPI document of the emulated API. */
export async function readApiDocument(): Promise<object> {
  // Imported on use, because few starts need it.
  const { default: yaml } = await import('yaml')
  return yaml.parse(await readFile(packageFile('openapi.yaml'), 'utf8')) as object
}

function send(
  file: StaticFile | null,
  cacheControl: string,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (file === null) throw notFound()
  reply.headers({ ...PAGE_HEADERS, 'cache-control': cacheControl, vary: 'accept-encoding' })
  const isPacked = takesGzip(headers['accept-encoding']?.toString() ?? '')
  const etag = `"${file.tag}${isPacked ? '-gzip' : ''}"`
  reply.header('etag', etag)
  if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send()
  reply.type(file.contentType)
  return isPacked ? reply.header('content-encoding', 'gzip').send(file.gzipped) : reply.send(file.plain())
}

const takesGzip = (header: string): boolean =>
  header.split(',').some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding))
