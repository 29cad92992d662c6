import { setMaxListeners } from 'node:events'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { fastify, type FastifyRequest, LogController } from 'fastify'
import { createServices, type ServiceDeps } from './create-services.ts'
import type { Config } from '../config/config.ts'
import { packageFile } from '../config/package-root.ts'
import type { ControlDeps } from '../control/deps.ts'
import { controlRoutes, metricsRoute } from '../control/index.ts'
import { type Wait, wallDelay } from '../kernel/clock.ts'
import { DatabaseHealth } from '../kernel/database-health.ts'
import { newRequestId } from '../kernel/ids.ts'
import { Media } from '../media/media.ts'
import { API_PREFIX, CONTROL_PREFIX, UPLOADS_PREFIX } from '../kernel/paths.ts'
import { type Api, type Services } from '../routes/context.ts'
import { handleErrors } from '../http/error-handler.ts'
import { trackConnections } from '../http/connections.ts'
import { answerBadPath, answerMalformed } from '../http/malformed-request.ts'
import { hostGuard } from '../http/host-guard.ts'
import { mcpAnswerer } from './answer-mcp.ts'
import { llmsRoute } from './llms-text.ts'
import { canvasRedirect, explainPollUrls } from './opened-urls.ts'
import { pageRoutes } from './pages.ts'
import { OperationFacts } from './operation-facts.ts'
import { logRequests } from './request-log.ts'
import { apiRoutes } from '../routes/index.ts'
import { readJsonBodies } from '../http/json-body.ts'
import { journalUnknownPath } from '../routes/pipeline/journal-requests.ts'
import { mediaRoutes } from '../routes/files/media.ts'
import { uploadRoutes } from '../routes/files/uploads.ts'
import { redactPath } from '../kernel/redact.ts'
import { parseQuery } from '../http/query-string.ts'
import { setCommonHeaders } from '../http/response-headers.ts'
import { handleUnknownRoutes } from '../routes/pipeline/unknown-route.ts'
import { WrittenJson } from '../http/written-json.ts'
import { StaticFiles } from '../http/static-files.ts'
import { requestValidator } from '../http/request-validator.ts'
import { components } from '../schemas/components.ts'
import { Egress } from '../outbound/egress.ts'

export interface AppDeps extends ServiceDeps {
  /** Returns false while the state to start with is being made. @default always true */
  readonly isReady?: () => boolean
  /** Receives the instance of the emulated API before its routes are added, to collect their descriptions. */
  readonly extendApi?: (api: Api) => Promise<void>
  /** Receives the server before its hooks and routes are added. */
  readonly extendServer?: ((app: Api) => void) | undefined
}

export interface App {
  readonly server: Api
  readonly services: Services
  /** Attempts the webhooks that were due when the last process ended. Call it once the server listens. */
  readonly resume: () => void
  /** Resolves when no webhook is in flight. Call it once the server has stopped. */
  readonly idle: () => Promise<void>
  /** Writes the lines of the request log that are still in the buffer. */
  readonly flushLog: () => void
}

/** Origins of local development servers. */
const LOOPBACK_ORIGINS = [
  /^https?:\/\/([a-z0-9-]+\.)*localhost(:\d+)?$/,
  /^https?:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?$/,
]

/** The composition root: creates everything that lives as long as the emulator. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config } = deps
  const app = createServer(deps)
  const flushLog = logRequests(app, config)
  const media = new Media()
  const stopping = addHooks(app, config, media)
  const wait = waitOf(deps, stopping)
  const health = new DatabaseHealth((problem) => deps.logger.fatal(problem))
  handleErrors(app, health)
  readJsonBodies(app)

  const egress = createEgress(app, deps, stopping)
  const operations = new OperationFacts()
  const parts = { egress, media, health, operations: operations.all, stopping }
  const { services, dispatcher } = createServices(deps, parts)
  handleUnknownRoutes(app, journalUnknownPath(services.keys, services.worlds))
  const corsOrigins = config.corsOrigin.length > 0 ? config.corsOrigin : LOOPBACK_ORIGINS
  const files = new StaticFiles(packageFile('dist/dashboard'))
  await app.register(
    async (api: Api) => {
      operations.collect(api)
      explainPollUrls(api, { files, worldsWith: async (runId) => worldsWith(services, config, runId) })
      await deps.extendApi?.(api)
      await apiRoutes(api, { services, corsOrigins, wait, examples: config.examples })
    },
    { prefix: API_PREFIX },
  )
  const control: ControlDeps = {
    services,
    health,
    isReady: deps.isReady ?? (() => true),
    operations: operations.names(),
    token: config.controlToken,
    stopping,
    answerMcp: mcpAnswerer(app, config),
    // Imported on use, because the generator would slow every start.
    describe: async () => (await import('../control/openapi.ts')).controlOpenApi(control),
  }
  await app.register(controlRoutes, { prefix: CONTROL_PREFIX, ...control })
  await app.register(metricsRoute, control)
  await registerFiles(app, services, { media, wait })
  pageRoutes(app, files)
  llmsRoute(app, control)
  canvasRedirect(app)
  return {
    server: app,
    services,
    resume: () => dispatcher.resume(async (name) => services.worlds.open(name)),
    idle: async () => dispatcher.idle(),
    flushLog,
  }
}

const createEgress = (app: Api, { config, bundled }: AppDeps, stopping: AbortSignal): Egress =>
  new Egress({
    isAllowed: config.allowEgress,
    isIsolated: bundled !== null,
    ownPort: () => portOf(app),
    ownNames: config.allowedHost.map((name) => name.toLowerCase()),
    stopping,
  })

/** A replay does not wait: delays change no answer, and those of a bundle may last for days. */
const waitOf = ({ bundled }: AppDeps, stopping: AbortSignal): Wait =>
  (bundled?.replayed ?? null) === null ? async (ms) => wallDelay(ms, stopping) : async () => true

/** Returns a signal that aborts when the server begins to stop, to end everything that waits. */
function addHooks(app: Api, { host, allowedHost }: Config, media: Media): AbortSignal {
  const checkHost = hostGuard([host, ...allowedHost])
  const closeIdle = trackConnections(app.server)
  const stopping = new AbortController()
  // Every waiting request adds a listener.
  setMaxListeners(0, stopping.signal)
  app.addHook('onRequest', (request, reply, done) => {
    setCommonHeaders(request, reply)
    checkHost(request.headers.host)
    done()
  })
  app.addHook('preClose', async () => {
    closeIdle()
    stopping.abort()
    await media.close()
  })
  return stopping.signal
}

/** Names no world to a browser where the names are for holders of the control token alone. */
const worldsWith = async ({ runHistory }: Services, { controlToken }: Config, runId: string) =>
  controlToken === null ? runHistory.worldsWith(runId) : []

async function registerFiles(
  app: Api,
  { outputs, assets, assetReservations: reservations }: Services,
  parts: { readonly media: Media; readonly wait: Wait },
): Promise<void> {
  await app.register(mediaRoutes, { prefix: '/media', outputs, assets, ...parts })
  await app.register(uploadRoutes, { prefix: UPLOADS_PREFIX, reservations })
}

/** Returns null while the server does not listen. */
function portOf({ server }: Api): number | null {
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? null) : null
}

/** What `--log-level debug` logs of a request. */
const loggedRequest = ({ method, url, host, ip }: FastifyRequest) => ({
  method,
  url: redactPath(url),
  host,
  remoteAddress: ip,
})

function createServer({ config, logger, bundled, extendServer }: AppDeps): Api {
  const app = fastify({
    loggerInstance: logger.child({}, { serializers: { req: loggedRequest } }),
    logController: new LogController({ disableRequestLogging: config.logLevel !== 'debug' }),
    genReqId: bundled?.replayed?.requestId ?? newRequestId,
    // A child logger for each request would slow all of them, and only failed requests need one.
    childLoggerFactory: (shared) => shared,
    frameworkErrors: (_error, _request, reply) => answerBadPath(reply.raw),
    clientErrorHandler: answerMalformed,
    // Ends connections whose client stalls in the middle of a body.
    requestTimeout: 120_000,
    // The host guard answers instead, with the error envelope of the API.
    http: { requireHostHeader: false },
    routerOptions: { querystringParser: parseQuery, maxParamLength: 4096 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  for (const schema of components) app.addSchema(schema)
  extendServer?.(app)
  app.setValidatorCompiler(requestValidator(config))
  // Render functions type the answers, and tests compare them with openapi.yaml. A serializer compiled from the schema
  // would slow the start, and would drop a misspelled member without an error.
  app.setSerializerCompiler(
    () => (answer) => (answer instanceof WrittenJson ? answer.text : JSON.stringify(answer)),
  )
  return app
}
