import cors from '@fastify/cors'
import { actionRoutes } from './actions/actions.ts'
import { applyEffects, readDirectives } from './pipeline/apply-effects.ts'
import { assetRoutes } from './assets/assets.ts'
import { authenticate } from './pipeline/authenticate.ts'
import { canvasActionRoutes } from './canvas/canvas-actions.ts'
import { canvasAssetRoutes } from './canvas/canvas-assets.ts'
import { canvasChangesetRoutes } from './canvas/changeset.ts'
import { canvasDefinitionRoutes } from './canvas/definition.ts'
import { canvasDiagramRoutes } from './canvas/diagram.ts'
import { canvasGraphRoutes } from './canvas/graph.ts'
import { canvasRunRoutes } from './canvas/node-runs.ts'
import { checkAccess } from './pipeline/check-access.ts'
import { claimKey } from './pipeline/claim-key.ts'
import type { Api, Services } from './context.ts'
import { feedbackRoutes } from './workspaces/feedback.ts'
import { folderRoutes } from './workspaces/folders.ts'
import { generationRoutes } from './runs/generations.ts'
import { journalAnswers } from './pipeline/journal-requests.ts'
import { libraryRoutes } from './workspaces/library.ts'
import { limitRate } from './pipeline/limit-rate.ts'
import { modelRoutes } from './models/models.ts'
import { projectRoutes } from './workspaces/projects.ts'
import { runRoutes } from './runs/runs.ts'
import { spoilAnswers } from './pipeline/spoil-answers.ts'
import { techniqueRunRoutes } from './techniques/technique-runs.ts'
import { techniqueRoutes } from './techniques/techniques.ts'
import { workspaceRoutes } from './workspaces/workspaces.ts'

export interface ApiRoutesOptions {
  readonly services: Services
  /** Web pages that may call the API. */
  readonly corsOrigins: readonly (string | RegExp)[]
  /** Aborts when the emulator stops, so that no injected delay holds it up. */
  readonly stopping: AbortSignal
}

/** The emulated API. The order of the hooks is the order of its checks; validation comes between the two groups. */
export async function apiRoutes(
  api: Api,
  { services, corsOrigins, stopping }: ApiRoutesOptions,
): Promise<void> {
  await api.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // Joined here once; the plugin would join a list for every answer.
    exposedHeaders: 'request-id, retry-after, idempotent-replayed, x-flora-emulator',
    maxAge: 600,
    strictPreflight: false,
  })
  // Declared up front so that every request object has the same shape from the start.
  api.decorateRequest('caller')
  api.decorateRequest('effect')
  api.decorateRequest('claim', null)
  api.decorateRequest('rule', null)
  api.decorateRequest('note', null)
  api.addHook('onRequest', authenticate(services.keys, services.worlds))
  api.addHook('onRequest', limitRate(services.rateLimiter))
  api.addHook('onRequest', readDirectives)

  api.addHook('preHandler', applyEffects({ ...services, stopping }))
  api.addHook('preHandler', claimKey(services.idempotency))
  api.addHook('preHandler', checkAccess)

  api.addHook('onSend', spoilAnswers(services.worlds))
  api.addHook('onSend', journalAnswers(services.worlds))

  generationRoutes(api, services)
  runRoutes(api, services)
  actionRoutes(api, services)
  modelRoutes(api, services)
  workspaceRoutes(api, services)
  projectRoutes(api, services)
  techniqueRoutes(api, services)
  techniqueRunRoutes(api, services)
  folderRoutes(api, services)
  libraryRoutes(api, services)
  feedbackRoutes(api, services)
  await api.register(async (scope: Api) => assetRoutes(scope, services))
  canvasGraphRoutes(api, services)
  canvasActionRoutes(api, services)
  canvasAssetRoutes(api, services)
  canvasChangesetRoutes(api, services)
  canvasDiagramRoutes(api, services)
  canvasDefinitionRoutes(api, services)
  canvasRunRoutes(api, services)
}
