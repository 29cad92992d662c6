import type { FastifyBaseLogger } from 'fastify'
import pLimit from 'p-limit'
import type { Config } from '../config/config.ts'
import type { Fixtures } from '../services/worlds/fixtures.ts'
import type { DatabaseHealth } from '../kernel/database-health.ts'
import { inspectInSteps } from '../media/inspect.ts'
import type { Media } from '../media/media.ts'
import { ownFiles } from '../media/local-media.ts'
import { Actions } from '../services/actions/actions.ts'
import { AssetImports } from '../services/assets/asset-imports.ts'
import { AssetReservations } from '../services/assets/asset-reservations.ts'
import { AssetUploads } from '../services/assets/asset-uploads.ts'
import { Assets } from '../services/assets/assets.ts'
import { Attachments } from '../services/canvas/attachments.ts'
import { CanvasActions } from '../services/canvas/canvas-actions.ts'
import { Canvases } from '../services/canvas/canvases.ts'
import type { OperationFact } from '../checks/record/facts.ts'
import { Findings } from '../services/checks/findings.ts'
import { Catalogue } from '../services/models/catalogue.ts'
import { Clocks } from '../services/worlds/clocks.ts'
import { Feedback } from '../services/workspaces/feedback.ts'
import { GatewayGenerations } from '../services/runs/gateway-generations.ts'
import { Generations } from '../services/runs/generations.ts'
import { Idempotency } from '../services/requests/idempotency.ts'
import { ApiKeys } from '../services/worlds/api-keys.ts'
import { Library } from '../services/workspaces/library.ts'
import { Money } from '../services/workspaces/money.ts'
import { NodeRuns } from '../services/canvas/node-runs.ts'
import { Outputs } from '../services/runs/outputs.ts'
import { Projects } from '../services/workspaces/projects.ts'
import { RateLimiter } from '../services/worlds/rate-limiter.ts'
import { RunReader } from '../services/runs/run-reader.ts'
import { RunHistory } from '../services/runs/run-history.ts'
import { RunStarter } from '../services/runs/run-starter.ts'
import { Runs } from '../services/runs/runs.ts'
import { Snapshots } from '../services/worlds/snapshots.ts'
import { TechniqueRuns } from '../services/techniques/technique-runs.ts'
import { Techniques } from '../services/techniques/techniques.ts'
import { SigningSecrets } from '../services/webhooks/webhook-secrets.ts'
import { Webhooks } from '../services/webhooks/webhooks.ts'
import type { Services } from '../services/services.ts'
import { Workspaces } from '../services/workspaces/workspaces.ts'
import type { WorldDefaults } from '../services/worlds/world.ts'
import { Worlds } from '../services/worlds/worlds.ts'
import type { Recording } from '../simulator/runs/recorded-run.ts'
import type { Store } from '../store/store.ts'
import { Dispatcher } from '../webhooks/dispatcher.ts'
import type { Egress } from '../outbound/egress.ts'
import { fetchFile } from '../outbound/fetch-file.ts'
import { receive } from '../webhooks/receive.ts'
import { Sender } from '../webhooks/sender.ts'

export interface ServiceDeps {
  readonly config: Config
  readonly fixtures: Fixtures
  /** Measured runs that runs of the profile `measured` are like; null without any. */
  readonly recording: Recording | null
  readonly store: Store
  readonly logger: FastifyBaseLogger
  /** Set for the emulator of a bundle; null for any other. */
  readonly bundled: Bundled | null
}

/** How the emulator of a bundle differs. It calls no other server, and sends no webhook. */
interface Bundled {
  /** Gives requests the ids and the rate limit that were recorded; null to serve new ones. */
  readonly replayed: {
    readonly requestId: () => string
    readonly rateLimiter: Services['rateLimiter']
  } | null
}

/** Parts that the services share with the server. */
export interface ServiceParts {
  readonly egress: Egress
  readonly media: Media
  readonly health: DatabaseHealth
  /** What the routes know of each operation, once they are registered. */
  readonly operations: () => ReadonlyMap<string, OperationFact>
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal
}

/** Creates the services, which live as long as the emulator. */
export function createServices(
  { config, fixtures, recording, store, logger, bundled }: ServiceDeps,
  { egress, media, health, operations, stopping }: ServiceParts,
): { services: Services; dispatcher: Dispatcher } {
  const onError = report(logger, health)
  const reader = new RunReader(store)
  const replayed = bundled?.replayed ?? null
  const worlds = new Worlds(store, fixtures, worldDefaults(config, replayed !== null), onError)
  const catalogue = new Catalogue(fixtures.models, fixtures.gatewayModels)
  const secrets = new SigningSecrets(store, fixtures.world.webhook_secret)
  // A dispatcher that is stopping makes no attempt.
  const attempting = bundled === null ? stopping : AbortSignal.abort()
  const parts = { store, worlds, reader, secrets, egress, onError, stopping: attempting }
  const dispatcher = createDispatcher(parts)
  const clocks = new Clocks(store, reader, dispatcher)
  const techniques = new Techniques(store, catalogue, fixtures.techniques)
  const starter = new RunStarter(store, dispatcher, recording)
  const outputs = new Outputs(reader, worlds)
  const canvases = new Canvases(store, reader, catalogue)
  const actions = new Actions(fixtures.actions, starter)
  const services = {
    keys: new ApiKeys(fixtures.world, config.auth),
    worlds,
    clocks,
    rateLimiter: replayed?.rateLimiter ?? new RateLimiter(),
    idempotency: new Idempotency(store),
    catalogue,
    generations: new Generations(store, reader, { catalogue, canvases, starter }),
    gatewayGenerations: new GatewayGenerations(store, catalogue, starter),
    actions,
    runs: new Runs(store, reader, clocks, dispatcher),
    runHistory: new RunHistory(store, reader),
    projects: new Projects(store),
    techniques,
    techniqueRuns: new TechniqueRuns(store, reader, techniques, starter),
    canvases,
    canvasActions: new CanvasActions(canvases, actions),
    attachments: new Attachments(store, canvases),
    nodeRuns: new NodeRuns(canvases, catalogue, starter),
    workspaces: new Workspaces(store),
    feedback: new Feedback(store),
    outputs,
    ...createAssetServices(store, { worlds, outputs, egress, media }),
    money: new Money(store),
    snapshots: new Snapshots(store, worlds, dispatcher),
    webhooks: new Webhooks(store, reader, dispatcher),
    webhookSecrets: secrets,
    findings: new Findings(store, reader, catalogue, operations),
  }
  return { services, dispatcher }
}

const worldDefaults = (config: Config, isReplay: boolean): WorldDefaults => ({
  ...config,
  // A recording implies the profile `measured`.
  profile: typeof config.profile === 'string' ? config.profile : 'measured',
  numbersRequests: config.seed !== null && !isReplay,
})

interface AssetParts {
  readonly worlds: Worlds
  readonly outputs: Outputs
  readonly egress: Egress
  readonly media: Media
}

function createAssetServices(store: Store, { worlds, outputs, egress, media }: AssetParts) {
  const assets = new Assets(store, worlds)
  const assetMedia = { inspect: inspectInSteps, placeholder: media.placeholder }
  const mutex = pLimit(1)
  const imports = new AssetImports(assetMedia, fetchFile(egress, ownFiles(outputs, assets, media)), mutex)
  return {
    assets,
    library: new Library(store, imports),
    assetUploads: new AssetUploads(store, assetMedia, imports, mutex),
    assetReservations: new AssetReservations(store, worlds, assetMedia, mutex),
  }
}

interface DispatcherParts {
  readonly store: Store
  readonly worlds: Worlds
  readonly reader: RunReader
  readonly secrets: SigningSecrets
  readonly egress: Egress
  readonly onError: (error: unknown) => void
  readonly stopping: AbortSignal
}

/** For failures while nobody waits. */
const report =
  (logger: FastifyBaseLogger, health: DatabaseHealth) =>
  (error: unknown): void => {
    logger.error(error)
    health.note(error)
  }

function createDispatcher({
  store,
  worlds,
  reader,
  secrets,
  egress,
  onError,
  stopping,
}: DispatcherParts): Dispatcher {
  const sender = new Sender(egress, async (worldName, inbox, message) => {
    const world = await worlds.find(worldName)
    return world === null ? 404 : receive(world, inbox, message, secrets)
  })
  return new Dispatcher({ store, reader, secrets, sender, tally: worlds.tally, stopping, onError })
}
