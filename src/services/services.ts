import type { Actions } from './actions/actions.ts'
import type { AssetReservations } from './assets/asset-reservations.ts'
import type { AssetUploads } from './assets/asset-uploads.ts'
import type { Assets } from './assets/assets.ts'
import type { Attachments } from './canvas/attachments.ts'
import type { CanvasActions } from './canvas/canvas-actions.ts'
import type { Canvases } from './canvas/canvases.ts'
import type { Findings } from './checks/findings.ts'
import type { Catalogue } from './models/catalogue.ts'
import type { Clocks } from './worlds/clocks.ts'
import type { Feedback } from './workspaces/feedback.ts'
import type { GatewayGenerations } from './runs/gateway-generations.ts'
import type { Generations } from './runs/generations.ts'
import type { Idempotency } from './requests/idempotency.ts'
import type { ApiKeys } from './worlds/api-keys.ts'
import type { Library } from './workspaces/library.ts'
import type { Money } from './workspaces/money.ts'
import type { NodeRuns } from './canvas/node-runs.ts'
import type { Outputs } from './runs/outputs.ts'
import type { Projects } from './workspaces/projects.ts'
import type { RateLimiter } from './worlds/rate-limiter.ts'
import type { RunHistory } from './runs/run-history.ts'
import type { Runs } from './runs/runs.ts'
import type { Snapshots } from './worlds/snapshots.ts'
import type { TechniqueRuns } from './techniques/technique-runs.ts'
import type { Techniques } from './techniques/techniques.ts'
import type { SigningSecrets } from './webhooks/webhook-secrets.ts'
import type { Webhooks } from './webhooks/webhooks.ts'
import type { Workspaces } from './workspaces/workspaces.ts'
import type { Worlds } from './worlds/worlds.ts'

/** The services of one emulator. Routes translate them to and from HTTP. */
export interface Services {
  readonly keys: ApiKeys
  readonly worlds: Worlds
  readonly clocks: Clocks
  readonly rateLimiter: Pick<RateLimiter, 'take'>
  readonly idempotency: Idempotency
  readonly catalogue: Catalogue
  readonly generations: Generations
  readonly gatewayGenerations: GatewayGenerations
  readonly actions: Actions
  readonly runs: Runs
  readonly runHistory: RunHistory
  readonly projects: Projects
  readonly techniques: Techniques
  readonly techniqueRuns: TechniqueRuns
  readonly canvases: Canvases
  readonly canvasActions: CanvasActions
  readonly attachments: Attachments
  readonly nodeRuns: NodeRuns
  readonly workspaces: Workspaces
  readonly library: Library
  readonly feedback: Feedback
  readonly outputs: Outputs
  readonly assets: Assets
  readonly assetUploads: AssetUploads
  readonly assetReservations: AssetReservations
  readonly money: Money
  readonly snapshots: Snapshots
  readonly webhooks: Webhooks
  readonly webhookSecrets: SigningSecrets
  readonly findings: Findings
}
