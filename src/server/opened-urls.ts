import { escapeXml } from '../kernel/escape-xml.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../kernel/errors.ts'
import { apiKeyOf, DEFAULT_WORLD, WORLD_NAME } from '../kernel/names.ts'
import { isNavigation } from '../http/navigation.ts'
import type { StaticFiles } from '../http/static-files.ts'
import type { Api } from '../http/typed-fastify.ts'
import { textMember } from '../routes/pipeline/request-members.ts'
import { PAGE_HEADERS } from './pages.ts'

/** The operations that a `poll_url` calls. */
const POLLED = new Set(['getRun', 'getTechniqueRun'])

export interface PollPage {
  readonly files: StaticFiles
  /** Finds the worlds that have a run of this id. */
  readonly worldsWith: (runId: string) => Promise<readonly string[]>
}

/**
 * Answers a browser that opens a `poll_url` with a page that says what the address is for. It is a 401 as for every client
 * without a key. All other errors, and all other clients, go to the error handler of the API.
 */
export function explainPollUrls(api: Api, page: PollPage): void {
  api.addHook('onRoute', (route) => {
    if (!POLLED.has(route.schema?.operationId ?? '')) return
    route.errorHandler = (refusal, request, reply) => {
      const isExplained =
        refusal instanceof ApiError && refusal.code === 'unauthorized' && isNavigation(request)
      if (!isExplained) throw refusal
      sendPollPage(page, request, reply, refusal).catch((error: unknown) => reply.send(error))
    }
  })
}

/** Rejects with `refusal` where no pages were built. */
async function sendPollPage(
  { files, worldsWith }: PollPage,
  { params, protocol, host, url }: FastifyRequest,
  reply: FastifyReply,
  refusal: ApiError,
): Promise<FastifyReply> {
  const template = await files.find('poll-url.html')
  if (template === null) throw refusal
  const runId = textMember(params, 'runId') ?? ''
  const worlds = await worldsWith(runId)
  const apiKey = apiKeyOf(worlds[0] ?? DEFAULT_WORLD)
  // A quotation mark is the one character of a URL that would end the shell's string.
  const address = `${protocol}://${host}${url.replaceAll("'", '%27')}`
  const texts: Readonly<Record<string, string>> = {
    run: escapeXml(runId),
    curl: escapeXml(`curl -s '${address}' \\\n  -H 'Authorization: Bearer ${apiKey}'`),
    links: (worlds.length === 0 ? [DEFAULT_WORLD] : worlds).map((world) => linkTo(runId, world)).join('\n'),
  }
  const html = template
    .plain()
    .toString()
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => texts[name] ?? '')
  return reply
    .code(refusal.status)
    .headers({ ...PAGE_HEADERS, 'cache-control': 'no-store' })
    .type(template.contentType)
    .send(html)
}

const linkTo = (runId: string, world: string): string =>
  `<li><a href="${escapeXml(dashboardUrl('runs', runId, world))}">Open the run in the dashboard, world ${world}</a></li>`

/** Redirects a browser that opens a `canvas_url` to the canvas in the dashboard. Other clients get a 404, as in production. */
export function canvasRedirect(app: Api): void {
  app.get<{ Params: { projectId: string } }>('/projects/:projectId', async (request, reply) => {
    if (!isNavigation(request)) return reply.callNotFound()
    const world = textMember(request.query, 'world') ?? ''
    const name = WORLD_NAME.test(world) ? world : DEFAULT_WORLD
    return reply.redirect(dashboardUrl('canvas', request.params.projectId, name))
  })
}

/** Address of something in the dashboard; src/dashboard/state/route.ts reads it. */
const dashboardUrl = (view: 'runs' | 'canvas', id: string, world: string): string =>
  `/#/${view}/${encodeURIComponent(id)}${world === DEFAULT_WORLD ? '' : `?world=${world}`}`
