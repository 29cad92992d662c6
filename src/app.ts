import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { fastify, LogController, type FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import type { ControlDeps } from './control/deps.ts'
import { CONTROL_PREFIX, controlRoutes } from './control/index.ts'
import type { Fixtures } from './fixtures.ts'
import { newRequestId, newSeed } from './ids.ts'
import { inspect } from './media/inspect.ts'
import { Media } from './media/media.ts'
import { standIn } from './media/stand-in.ts'
import { API_PREFIX, type Api, type Services } from './routes/context.ts'
import { handleErrors } from './http/error-handler.ts'
import { answerBadPath, answerGarbage } from './http/garbage.ts'
import { hostGuard } from './http/host-guard.ts'
import { pageRoutes } from './pages.ts'
import { apiRoutes } from './routes/index.ts'
import { readJsonBodies } from './http/json-body.ts'
import { journalUnknownPath } from './routes/journal-requests.ts'
import { mediaRoutes } from './routes/media.ts'
import { UPLOADS_PREFIX } from './routes/render-asset.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { parseQuery } from './http/query-string.ts'
import { stamp } from './http/stamp.ts'
import { handleUnknownRoutes } from './routes/unknown-route.ts'
import { requestValidator } from './http/request-validator.ts'
import { components } from './schemas/index.ts'
import { Actions } from './services/actions.ts'
import { AssetReservations } from './services/asset-reservations.ts'
import { AssetUploads } from './services/asset-uploads.ts'
import { Assets } from './services/assets.ts'
import { Attachments } from './services/attachments.ts'
import { CanvasActions } from './services/canvas-actions.ts'
import { Canvases } from './services/canvases.ts'
import { Catalogue } from './services/catalogue.ts'
import { Clocks } from './services/clocks.ts'
import { Feedback } from './services/feedback.ts'
import { Generations } from './services/generations.ts'
import { Idempotency } from './services/idempotency.ts'
import { Keys } from './services/keys.ts'
import { Library } from './services/library.ts'
import { Money } from './services/money.ts'
import { NodeRuns } from './services/node-runs.ts'
import { Outputs } from './services/outputs.ts'
import { Projects } from './services/projects.ts'
import { RateLimiter } from './services/rate-limiter.ts'
import { RunHistory } from './services/run-history.ts'
import { RunStarter } from './services/run-starter.ts'
import { Runs } from './services/runs.ts'
import { Snapshots } from './services/snapshots.ts'
import { TechniqueRuns } from './services/technique-runs.ts'
import { Techniques } from './services/techniques.ts'
import { Workspaces } from './services/workspaces.ts'
import { Worlds } from './services/worlds.ts'
import type { Store } from './store/store.ts'
import { Egress } from './webhooks/egress.ts'
import { fetchFile } from './webhooks/fetch-file.ts'

export interface AppDeps {
  readonly config: Config
  readonly fixtures: Fixtures
  readonly store: Store
  readonly logger: FastifyBaseLogger
  /** Given the API's own instance before its routes are added, to collect their descriptions. */
  readonly extendApi?: (api: Api) => Promise<void>
}

export interface App {
  readonly server: Api
  readonly services: Services
}

/** Pages of any local development server. */
const LOOPBACK_ORIGINS = [
  /^https?:\/\/([a-z0-9-]+\.)*localhost(:\d+)?$/,
  /^https?:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?$/,
]

/** The composition root: what is fixed for the life of an emulator is put together here, and nowhere else. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config } = deps
  const app = createServer(deps)
  const checkHost = hostGuard([config.host, ...config.allowedHost])
  const stopping = new AbortController()
  app.addHook('onRequest', (request, reply, done) => {
    stamp(request, reply)
    checkHost(request.headers.host)
    done()
  })
  app.addHook('preClose', (done) => {
    stopping.abort()
    hangUpIdleConnections(app)
    done()
  })
  handleErrors(app)
  readJsonBodies(app)

  const egress = new Egress({
    isAllowed: config.allowEgress,
    ownPort: () => portOf(app),
    stopping: stopping.signal,
  })
  const services = createServices(deps, egress)
  handleUnknownRoutes(app, journalUnknownPath(services.keys, services.worlds))
  const corsOrigins = config.corsOrigin.length > 0 ? config.corsOrigin : LOOPBACK_ORIGINS
  const operations = new Set<string>()
  await app.register(
    async (api: Api) => {
      api.addHook('onRoute', ({ schema }) => {
        if (schema?.operationId !== undefined) operations.add(schema.operationId)
      })
      await deps.extendApi?.(api)
      await apiRoutes(api, { services, corsOrigins, stopping: stopping.signal })
    },
    { prefix: API_PREFIX },
  )
  const control: ControlDeps = {
    services,
    operations,
    token: config.controlToken,
    stopping: stopping.signal,
    // Loaded when asked for: the generator would cost every start.
    describe: async () => (await import('./control/openapi.ts')).controlOpenApi(control),
  }
  await app.register(controlRoutes, { prefix: CONTROL_PREFIX, ...control })
  const { outputs, assets, assetReservations: reservations } = services
  await app.register(mediaRoutes, { prefix: '/media', outputs, assets, media: new Media() })
  await app.register(uploadRoutes, { prefix: UPLOADS_PREFIX, reservations })
  pageRoutes(app)
  return { server: app, services }
}

/** Null while it does not listen. */
function portOf({ server }: Api): number | null {
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? null) : null
}

/** Connections that are kept alive after their last answer would hold up the stop for as long as they may idle. */
function hangUpIdleConnections({ server }: Api): void {
  if (!server.listening) return
  const sweep = setInterval(() => server.closeIdleConnections(), 10)
  server.once('close', () => clearInterval(sweep))
}

function createServer({ config, logger }: AppDeps): Api {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: config.logLevel !== 'debug' }),
    genReqId: newRequestId,
    // Requests share one logger; a child for each would cost every request and serve only those that fail.
    childLoggerFactory: (shared) => shared,
    frameworkErrors: (_error, _request, reply) => answerBadPath(reply.raw),
    clientErrorHandler: answerGarbage,
    // A client that stalls in the middle of a body.
    requestTimeout: 120_000,
    // Answered by the host guard, in the API's words.
    http: { requireHostHeader: false },
    routerOptions: { querystringParser: parseQuery, maxParamLength: 4096 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  for (const schema of components) app.addSchema(schema)
  app.setValidatorCompiler(requestValidator(config))
  // Answers are typed by the render functions and checked against openapi.yaml by the tests; a serializer compiled
  // from the schema would only add to the start, and would drop a misspelled member in silence.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  return app
}

function createServices({ config, fixtures, store }: AppDeps, egress: Egress): Services {
  const worlds = new Worlds(store, fixtures, { ...config, seed: config.seed ?? newSeed() })
  const catalogue = new Catalogue(fixtures.models)
  const clocks = new Clocks(store)
  const techniques = new Techniques(fixtures.techniques)
  const starter = new RunStarter(store)
  const assetMedia = { inspect, standIn }
  const canvases = new Canvases(store, catalogue)
  const actions = new Actions(store, fixtures.actions, starter)
  return {
    keys: new Keys(fixtures.world, config.auth),
    worlds,
    clocks,
    rateLimiter: new RateLimiter(),
    idempotency: new Idempotency(store),
    catalogue,
    generations: new Generations(store, catalogue, starter),
    actions,
    runs: new Runs(store, clocks),
    runHistory: new RunHistory(store),
    projects: new Projects(store),
    techniques,
    techniqueRuns: new TechniqueRuns(store, techniques, starter),
    canvases,
    canvasActions: new CanvasActions(canvases, actions),
    attachments: new Attachments(store, canvases),
    nodeRuns: new NodeRuns(canvases, catalogue, starter),
    workspaces: new Workspaces(store),
    library: new Library(store),
    feedback: new Feedback(store),
    outputs: new Outputs(store, worlds),
    assets: new Assets(store, worlds),
    assetUploads: new AssetUploads(store, assetMedia, fetchFile(egress)),
    assetReservations: new AssetReservations(store, worlds, assetMedia),
    money: new Money(store),
    snapshots: new Snapshots(store, worlds),
  }
}
