import type { FastifyRequest } from 'fastify'
import { type ApiError, notFound } from '../kernel/errors.ts'
import { handleErrors, sendError } from '../http/error-handler.ts'
import { requestValidator } from '../http/request-validator.ts'
import type { Api } from '../http/typed-fastify.ts'
import { CONTROL_PREFIX } from '../kernel/paths.ts'
import { canvasRoutes } from './canvas/canvas.ts'
import { findingRoutes } from './checks/findings.ts'
import { clockRoutes } from './worlds/clock.ts'
import type { ControlDeps } from './deps.ts'
import { eventRoutes } from './requests/events.ts'
import { guard } from './guards.ts'
import { healthRoutes, HEALTH_PATH } from './health.ts'
import { INBOX_PATH, inboxReceiver, inboxRoutes } from './webhooks/inboxes.ts'
import { gatewayModelRoutes } from './models/gateway-models.ts'
import { serveMetrics } from './metrics/metrics.ts'
import { mcpRoutes } from './mcp.ts'
import { modelRoutes } from './models/models.ts'
import { moneyRoutes } from './workspaces/money.ts'
import { projectRoutes } from './workspaces/projects.ts'
import { requestRoutes } from './requests/requests.ts'
import { ruleRoutes } from './rules/rules.ts'
import { runHistoryRoutes } from './runs/run-history.ts'
import { runRoutes } from './runs/runs.ts'
import { techniqueRoutes } from './techniques/techniques.ts'
import { snapshotRoutes } from './worlds/snapshot.ts'
import { webhookSecretRoutes } from './webhooks/webhook-secrets.ts'
import { webhookRoutes } from './webhooks/webhooks.ts'
import { worldRoutes } from './worlds/worlds.ts'

/** Registers the control API, which controls and observes worlds. */
export async function controlRoutes(api: Api, deps: ControlDeps): Promise<void> {
  prepare(api, deps)
  api.setNotFoundHandler((_request: FastifyRequest, reply) =>
    sendError(reply, notFound(), renderControlError),
  )
  guard(api, deps.token, { health: CONTROL_PREFIX + HEALTH_PATH, inbox: CONTROL_PREFIX + INBOX_PATH })

  healthRoutes(api, deps)
  mcpRoutes(api, deps)
  worldRoutes(api, deps)
  clockRoutes(api, deps)
  ruleRoutes(api, deps)
  requestRoutes(api, deps)
  findingRoutes(api, deps)
  moneyRoutes(api, deps)
  modelRoutes(api, deps)
  gatewayModelRoutes(api, deps)
  techniqueRoutes(api, deps)
  projectRoutes(api, deps)
  canvasRoutes(api, deps)
  runHistoryRoutes(api, deps)
  runRoutes(api, deps)
  webhookRoutes(api, deps)
  webhookSecretRoutes(api, deps)
  inboxRoutes(api, deps)
  eventRoutes(api, deps)
  await api.register(async (nested: Api) => inboxReceiver(nested, deps))
  await api.register(async (nested: Api) => snapshotRoutes(nested, deps))
}

/** Registers `GET /metrics`, where scrapers look for it, with the guards and errors of the control API. */
export async function metricsRoute(api: Api, deps: ControlDeps): Promise<void> {
  prepare(api, deps)
  guard(api, deps.token)
  serveMetrics(api, deps)
}

function prepare(api: Api, { health }: ControlDeps): void {
  handleErrors(api, health, renderControlError)
  api.setValidatorCompiler(requestValidator({ strict: true, closedQuery: true }))
}

/** `{"error":{"code","message"}}`: the message already names every wrong field. */
const renderControlError = ({ code, message }: ApiError) => ({ error: { code, message } })
